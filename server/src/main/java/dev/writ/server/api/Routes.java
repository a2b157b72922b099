package dev.writ.server.api;

/** The routes of one resource. */
interface Routes {
    void addTo(Api api);
}
