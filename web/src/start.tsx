import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Connection } from './connection.tsx';
import { ToastPlace } from './parts/frame/toasts.tsx';
import { createConsoleRouter } from './router.tsx';
import { applyTheme } from './theme.ts';
import './style.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the console');
applyTheme();
createRoot(root).render(
  <StrictMode>
    <Connection>
      <ToastPlace>
        <RouterProvider router={createConsoleRouter()} />
      </ToastPlace>
    </Connection>
  </StrictMode>,
);
