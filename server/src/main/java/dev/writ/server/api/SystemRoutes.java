package dev.writ.server.api;

import dev.writ.Json;
import java.util.Set;

/** {@code /system}, {@code /doctor} and {@code /openapi.json}: what this server is, how it is doing, and what it answers. */
final class SystemRoutes implements Routes {
    private final ApiParts parts;

    SystemRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/system", request -> parts.system().get())
                .get("/doctor", request -> parts.doctor().get())
                .get("/openapi.json", request -> ApiDescription.read())
                .put("/system/step-mode", request -> {
                    boolean on = request.body(Set.of("on")).flag("on");
                    parts.steering().setSystemStepMode(on);
                    return Json.object().put("on", on);
                });
    }
}
