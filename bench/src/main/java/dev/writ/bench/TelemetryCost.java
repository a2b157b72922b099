package dev.writ.bench;

import com.sun.net.httpserver.HttpServer;
import dev.writ.model.ModelRequest;
import dev.writ.task.Message;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** What it costs to be watched: the same tasks with nothing told, with metrics, and with traces sent. */
final class TelemetryCost implements Measurement {
    private static final String NOTHING = "nothing told";
    private static final String METRICS = "`/metrics`";
    private static final String SENT = "`/metrics`, and traces and metrics sent";
    private static final String REFUSED = "`/metrics`, and traces and metrics sent to a collector that is not there";

    @Override
    public String name() {
        return "telemetry";
    }

    @Override
    public String title() {
        return "What telemetry costs a task";
    }

    @Override
    public String explanation() {
        return "Processor time of the whole process for each task, since nobody who works waits for telemetry and other "
                + "threads do it. Requests of `single_agent` are handed in one after the other while the engine works on them, with a model "
                + "that ends each task at its first turn: one model call, one tool call, some twenty durable events. The "
                + "same with each setting of `telemetry`, in turns, on a store of its own. The collector is on this "
                + "machine, takes everything and keeps nothing; its work is part of the figure.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        int tasks = plan.choose(200, 500);
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            collector.setExecutor(threads);
            collector.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            collector.start();
            int port = collector.getAddress().getPort();
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put(NOTHING, "metrics: \"off\"");
            settings.put(METRICS, "metrics: open");
            settings.put(SENT, "otlp: {endpoint: \"http://127.0.0.1:" + port + "\", every: 1s}");
            settings.put(REFUSED, "otlp: {endpoint: \"http://127.0.0.1:1\", every: 1s}");
            return rows(plan, tasks, settings);
        } finally {
            collector.stop(0);
        }
    }

    private static List<Row> rows(Plan plan, int tasks, Map<String, String> settings) throws Exception {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        settings.keySet().forEach(name -> times.put(name, new ArrayList<>()));
        // What the machine has not compiled yet would count for whoever comes first.
        for (String setting : settings.values()) {
            millis(plan, setting, tasks);
        }
        for (int round = 0; round < plan.repeats(); round++) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                times.getOrDefault(setting.getKey(), List.of()).add(millis(plan, setting.getValue(), tasks));
            }
        }
        double without = median(times.getOrDefault(NOTHING, List.of()));
        return times.entrySet().stream()
                .map(time -> row(time.getKey(), time.getValue(), without))
                .toList();
    }

    private static Row row(String name, List<Double> millis, double without) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        Row row = Row.of(
                name,
                Spans.digits(median(millis)) + " ms a task",
                Spans.digits(sorted[0]) + " to " + Spans.digits(sorted[sorted.length - 1]) + " ms");
        return name.equals(NOTHING)
                ? row
                : row.besides("%+.1f %%".formatted((median(millis) / without - 1) * 100) + " to nothing told");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }

    private static double millis(Plan plan, String telemetry, int tasks) throws Exception {
        Path folder = plan.newFolder("telemetry");
        Path settings = Files.writeString(folder.resolve("writ.yaml"), "telemetry:\n  " + telemetry + "\n");
        try (RunningCore core =
                new RunningCore(folder, new ScriptedModel(TelemetryCost::answer), Optional.of(settings))) {
            run(core, 0, tasks / 2);
            return run(core, tasks / 2, tasks) / tasks;
        }
    }

    private static Message.Call answer(ModelRequest request) {
        return ScriptedModel.end();
    }

    private static double run(RunningCore core, int before, int tasks) throws Exception {
        long from = ProcessorTime.used();
        for (int i = 0; i < tasks; i++) {
            core.submit("single_agent");
        }
        core.awaitAll(before + tasks);
        return (ProcessorTime.used() - from) / 1e6;
    }
}
