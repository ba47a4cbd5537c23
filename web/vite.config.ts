import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.GUICHENG_API ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: process.env.WEB_OUT ?? '../api/static',
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1500,
  },
  server: { proxy: { '/api': api } },
  test: { environment: 'node', isolate: false, include: ['src/**/*.test.{ts,tsx}'] },
});
