SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  // The validator would be asked at another address.
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
});
