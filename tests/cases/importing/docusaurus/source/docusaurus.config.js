const config = {
  title: 'Bikes',
  url: 'https://bikes.example.org',
  baseUrl: '/site/',
  presets: [
    ['classic', {
      docs: {},
      blog: {
        blogTitle: 'Bike blog',
        routeBasePath: 'journal',
      },
    }],
  ],
};
export default config;
