package dev.writ.tool.thirdparty;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.mcp.TraceContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/** Starts servers that are objects: they offer what a test says, and answer each call with its arguments. */
final class TestingStarter implements ServerStarter {
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    final BlockingQueue<String> called = new LinkedBlockingQueue<>();
    final BlockingQueue<String> traces = new LinkedBlockingQueue<>();
    volatile List<ObjectNode> offers = List.of(tool("echo"));
    volatile Optional<String> broken = Optional.empty();
    volatile Optional<String> silent = Optional.empty();
    /** Calls wait for a permit here where there is one. */
    volatile Optional<Semaphore> gate = Optional.empty();
    /** Starts wait for a permit here where there is one. */
    volatile Optional<Semaphore> startGate = Optional.empty();

    final List<Listener> listeners = new CopyOnWriteArrayList<>();

    static ServerSettings settings(String name) {
        return new ServerSettings(
                name,
                new ServerSettings.Program(
                        List.of("true"), Map.of(), Optional.empty(), List.of(), List.of(), List.of()),
                dev.writ.tool.SecurityLevel.STANDARD,
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }

    static ObjectNode tool(String name) {
        return Json.parseObject("""
                {"name": "%s", "description": "Says it again.",
                 "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}}}""".formatted(name));
    }

    Listener last() {
        return listeners.getLast();
    }

    @Override
    public ServerConnection start(ServerSettings settings, Listener listener) throws InterruptedException {
        starts.incrementAndGet();
        if (startGate.isPresent() && !startGate.get().tryAcquire(20, TimeUnit.SECONDS)) {
            throw unavailable("nobody opened the gate");
        }
        if (broken.isPresent()) {
            throw unavailable(broken.get());
        }
        listeners.add(listener);
        return new Connection();
    }

    static WritException unavailable(String why) {
        return new WritException(Failure.of(FailureCode.UNAVAILABLE, why, "Look."));
    }

    private final class Connection implements ServerConnection {
        private volatile List<ObjectNode> last = List.of();

        @Override
        public List<ObjectNode> definitions() {
            if (silent.isPresent()) {
                throw unavailable(silent.get());
            }
            last = offers;
            return last;
        }

        @Override
        public boolean defines(ObjectNode definition) {
            return last.contains(definition);
        }

        @Override
        public RemoteAnswer call(String tool, ObjectNode arguments, Duration patience, Optional<TraceContext> trace)
                throws InterruptedException {
            called.add(tool);
            trace.ifPresent(context -> traces.add(context.parent()));
            if (gate.isPresent() && !gate.get().tryAcquire(20, TimeUnit.SECONDS)) {
                throw unavailable("nobody opened the gate");
            }
            return new RemoteAnswer(
                    List.of(Json.object().put("type", "text").put("text", Json.write(arguments))),
                    Optional.empty(),
                    arguments.path("text").asString("").equals("fail"));
        }

        @Override
        public List<String> layers() {
            return List.of("testing");
        }

        @Override
        public List<String> log() {
            return List.of("said something");
        }

        @Override
        public String description() {
            return "testing server";
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }
}
