import { request } from 'node:http';

export type FromNetwork = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
};

/** A POST of JSON from a source address of its own (127.x.y.z): on loopback each counts as another network. */
export const postFrom = (
  address: string,
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<FromNetwork> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        localAddress: address,
        headers: { 'content-type': 'application/json', ...headers },
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (data: string) => {
          text += data;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });

/** The address of the nth network. */
export const network = (n: number): string => `127.${1 + (n >> 8)}.${n & 255}.9`;
