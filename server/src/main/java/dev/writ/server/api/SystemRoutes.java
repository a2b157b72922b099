package dev.writ.server.api;

import dev.writ.Json;
import java.util.Set;

/** {@code /system} and {@code /doctor}: what this server is, and how it is doing. */
final class SystemRoutes implements Routes {
    private final ApiParts parts;

    SystemRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/system", request -> parts.system().get())
                .get("/doctor", request -> parts.doctor().get())
                .put("/system/step-mode", request -> {
                    boolean on = request.body(Set.of("on")).flag("on");
                    parts.steering().setSystemStepMode(on);
                    return Json.object().put("on", on);
                });
    }
}
