package dev.writ.recovery.health;

import dev.writ.Json;
import dev.writ.event.FailureSignature;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Third parties' servers that failed more than once in a row; the first time they are started again anyway. */
record FailingServers(Supplier<List<Standing>> servers, int least) implements HealthCheck {
    @Override
    public List<Finding> look(Instant now) {
        return servers.get().stream()
                .filter(server -> server.resting() && server.failures() >= least)
                .map(server -> new Finding(
                        Sign.SERVER_DOWN,
                        FailureSignature.of(server.lastFailure()),
                        new Subject("server", server.name()),
                        "The server '" + server.name() + "' failed " + server.failures() + " times in a row: "
                                + server.lastFailure(),
                        true,
                        List.of(new Sighting("", server.since())),
                        1,
                        Json.object().put("failures", server.failures())))
                .toList();
    }
}
