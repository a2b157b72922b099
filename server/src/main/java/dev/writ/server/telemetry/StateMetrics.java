package dev.writ.server.telemetry;

import dev.writ.WritException;
import dev.writ.store.Database;
import dev.writ.tool.thirdparty.ServerState;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** How things stand at the moment of the question, for Prometheus. What cannot be found out is left out. */
final class StateMetrics {
    private static final String[] OPEN_STATES = {
        "created",
        "process_assigned",
        "ready_for_agent",
        "agent_responding",
        "tool_processing",
        "waiting_on_dependencies",
        "manual_hold"
    };

    private final PrometheusRegistry registry;
    private final Database database;
    private final InstantSource clock;

    StateMetrics(PrometheusRegistry registry, Database database, InstantSource clock) {
        this.registry = registry;
        this.database = database;
        this.clock = clock;
    }

    StateMetrics version(String version) {
        Info info = Info.builder()
                .name("writ_build_info")
                .help("Which Writ this is.")
                .labelNames("version")
                .register(registry);
        info.setLabelValues(version);
        return this;
    }

    /** @param own tools that show even when nothing of them is granted */
    StateMetrics grants(BoundedNames tools, Set<String> own) {
        return gauge("writ_grants_active", "Grants that live.", "tool", () -> {
            Map<String, Double> byTool = new TreeMap<>();
            own.forEach(tool -> byTool.put(tool, 0.0));
            counted("""
                    SELECT tool AS name, COUNT(*) AS number FROM task_tool_assignments
                    WHERE state = 'live' AND expires_at > %d GROUP BY tool
                    """.formatted(clock.millis()))
                    .forEach((tool, number) -> byTool.merge(tools.of(tool), number, Double::sum));
            return byTool;
        });
    }

    StateMetrics openTasks() {
        return gauge("writ_tasks_open", "Tasks that have not ended.", "state", () -> {
            Map<String, Double> byState = new TreeMap<>();
            for (String state : OPEN_STATES) {
                byState.put(state, 0.0);
            }
            byState.putAll(counted("SELECT state AS name, COUNT(*) AS number FROM tasks WHERE state IN ('"
                    + String.join("', '", OPEN_STATES) + "') GROUP BY state"));
            return byState;
        });
    }

    StateMetrics approvals() {
        return gauge(
                "writ_approvals_pending",
                "Requests for tools that wait for a person.",
                () -> counted("SELECT 'all' AS name, COUNT(*) AS number FROM approvals WHERE state = 'pending'"
                                + " AND expires_at > " + clock.millis())
                        .getOrDefault("all", 0.0));
    }

    StateMetrics servers(Supplier<Map<ServerState, Integer>> states) {
        return gauge("writ_third_party_servers", "Servers of third parties.", "state", () -> {
            Map<String, Double> byState = new TreeMap<>();
            for (ServerState state : ServerState.values()) {
                byState.put(state.id(), 0.0);
            }
            states.get().forEach((state, number) -> byState.put(state.id(), (double) number));
            return byState;
        });
    }

    private Map<String, Double> counted(String sql) {
        return database.read(handle -> handle.createQuery(sql).reduceRows(new TreeMap<>(), (all, row) -> {
            all.put(row.getColumn("name", String.class), row.getColumn("number", Double.class));
            return all;
        }));
    }

    private StateMetrics gauge(String name, String help, String label, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> known(() -> values.get().forEach((key, value) -> callback.call(value, key))))
                .register(registry);
        return this;
    }

    StateMetrics gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> known(() -> callback.call(value.getAsDouble())))
                .register(registry);
        return this;
    }

    StateMetrics counter(String name, String help, String label, Supplier<Map<String, Long>> values) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> values.get().forEach((key, value) -> callback.call(value, key)))
                .register(registry);
        return this;
    }

    /** A store that cannot be read must not take the other numbers along. */
    private static void known(Runnable collecting) {
        try {
            collecting.run();
        } catch (WritException e) {
            return;
        }
    }
}
