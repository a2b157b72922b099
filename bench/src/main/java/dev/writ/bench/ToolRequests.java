package dev.writ.bench;

import dev.writ.Json;
import dev.writ.model.ModelRequest;
import dev.writ.task.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ObjectNode;

/** How long an agent waits for a tool it asks for, where no model and no person has to be asked. */
final class ToolRequests implements Measurement {
    private static final long P99_NANOS = 10_000_000;

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public String title() {
        return "From request to usable grant";
    }

    @Override
    public String explanation() {
        return "An agent calls `need_more_tools` for reading one folder, which its tree approves by itself. *Seen by the "
                + "agent* runs from the moment its reply with the call is there to the moment it is asked again, with the "
                + "grant in its conversation and the tool among its functions: gateway, the `need_more_tools` process with "
                + "its journaled steps, and every durable commit on the way. *By the log* runs from the event `tool.started` "
                + "of the call to the event `grant.issued`, whose commit makes the tool usable; events carry whole "
                + "milliseconds. One request at a time, each in a tree of its own.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        int requests = plan.choose(100, 500);
        Stopwatch stopwatch = new Stopwatch();
        List<Samples> seen = new ArrayList<>();
        List<Samples> logged = new ArrayList<>();
        try (RunningCore core = new RunningCore(plan.newFolder("tools"), new ScriptedModel(stopwatch::answer))) {
            int ended = round(core, 0, requests / 2);
            for (int i = 0; i < plan.repeats(); i++) {
                long lastEvent = core.core()
                        .database()
                        .read(handle -> handle.createQuery("SELECT MAX(seq) FROM events")
                                .mapTo(Long.class)
                                .one());
                stopwatch.clear();
                ended = round(core, ended, requests);
                seen.add(stopwatch.times(requests));
                logged.add(logged(core, lastEvent));
            }
        }
        Series asSeen = new Series(seen);
        Series asLogged = new Series(logged);
        String target = "p99 < " + Spans.text(P99_NANOS);
        return List.of(
                Row.of("seen by the agent", asSeen).against(target, asSeen.p99() < P99_NANOS),
                Row.of("by the log", asLogged).against(target, asLogged.p99() < P99_NANOS));
    }

    private static int round(RunningCore core, int before, int requests) throws Exception {
        for (int i = 1; i <= requests; i++) {
            core.submit("single_agent");
            core.awaitAll(before + i);
        }
        return before + requests;
    }

    private static Samples logged(RunningCore core, long after) {
        List<Long> millis = core.core()
                .database()
                .read(handle -> handle.createQuery("""
                        SELECT issued.at - started.at
                        FROM events issued JOIN events started ON started.tree = issued.tree
                        WHERE issued.type = 'grant.issued' AND issued.seq > :after AND started.type = 'tool.started'
                          AND started.data LIKE '%"need_more_tools"%'
                        """)
                        .bind("after", after)
                        .mapTo(Long.class)
                        .list());
        return new Samples(millis.stream().mapToLong(one -> one * 1_000_000).toArray());
    }

    /** Asks for a tool at the first turn, ends at the second, and notes the time between. */
    private static final class Stopwatch {
        private final Map<String, Long> asked = new ConcurrentHashMap<>();
        private final Map<String, Long> waited = new ConcurrentHashMap<>();

        Message.Call answer(ModelRequest request) {
            long now = System.nanoTime();
            Optional<Message.Result> result = request.messages().reversed().stream()
                    .filter(Message.Result.class::isInstance)
                    .map(Message.Result.class::cast)
                    .findFirst();
            if (result.isEmpty()) {
                Message.Call call = request();
                asked.put(request.task(), System.nanoTime());
                return call;
            }
            if (result.get().data().path("granted").isEmpty()) {
                throw new IllegalStateException(
                        "The tool was not granted: " + result.get().text());
            }
            waited.put(request.task(), now - asked.getOrDefault(request.task(), now));
            return ScriptedModel.end();
        }

        private static Message.Call request() {
            ObjectNode arguments =
                    Json.object().put("request", "Read the sources.").put("justification", "They are to be described.");
            arguments.putArray("tools").add("file_system_listing");
            arguments.putObject("scope").set("file_system_listing", Json.parseObject("""
                                    {"read": ["src/**"], "write": []}"""));
            return new Message.Call("c", "need_more_tools", arguments);
        }

        void clear() {
            asked.clear();
            waited.clear();
        }

        Samples times(int expected) {
            if (waited.size() != expected) {
                throw new IllegalStateException(waited.size() + " of " + expected + " requests were granted.");
            }
            return new Samples(
                    waited.values().stream().flatMapToLong(LongStream::of).toArray());
        }
    }
}
