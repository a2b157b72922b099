import './elements/writ-app.js';
