import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    // `light-dark()` and native popovers are used as they are.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // A data: address would not pass the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': process.env.COTERIE_URL ?? 'http://127.0.0.1:8080' } },
});
