/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm test` checks types; a start should not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
