package dev.writ.server.fuzz;

import dev.writ.Json;
import dev.writ.server.DataFolder;
import dev.writ.server.chaos.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.node.ObjectNode;

/** Sends a server what nobody should, from a few callers at once, and looks what becomes of it. */
final class RequestFuzz {
    private static final int CALLERS = 4;
    private static final int MOST_FINDINGS = 20;

    private final ServerProcess server;
    private final Path folder;
    private final long seed;
    private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    private final ConcurrentSkipListMap<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final List<ProcessState> states = new ArrayList<>();

    /** @param folder the only one that requests may name whole; @param server one that serves */
    RequestFuzz(ServerProcess server, Path folder, long seed) {
        this.server = server;
        this.folder = folder;
        this.seed = seed;
    }

    /** Goes on for so long after it has warmed up, and says what it found. */
    List<Finding> run(Duration warmUp, Duration length) throws IOException, InterruptedException {
        DataFolder.Server at = server.address().orElseThrow();
        ApiMessages api = new ApiMessages(server.get("/api/v1/openapi.json").body(), folder, at.token());
        if (api.routes() < 50) {
            throw new IllegalStateException("the description names " + api.routes() + " operations only");
        }
        McpMessages mcp = new McpMessages();
        letIn(mcp);
        long begin = System.nanoTime();
        long end = begin + warmUp.plus(length).toNanos();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Oddities odd = new Oddities(new Random(seed + i));
            callers.add(
                    Thread.ofPlatform().name("fuzz-" + i).start(() -> call(URI.create(at.url()), api, mcp, odd, end)));
        }
        long pause = Math.max(length.toNanos() / 10, TimeUnit.SECONDS.toNanos(1));
        for (long next = begin + warmUp.toNanos(); next < end; next += pause) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, next - System.nanoTime()));
            lookAfter();
            letIn(mcp);
        }
        for (Thread caller : callers) {
            caller.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())).plusSeconds(60));
        }
        // What was begun may end, connections that were left are found out.
        TimeUnit.SECONDS.sleep(5);
        lookAfter();
        judge();
        return List.copyOf(findings);
    }

    /** As an agent with a task of its own; requests at random end what the one before had. */
    private void letIn(McpMessages mcp) throws IOException, InterruptedException {
        ObjectNode wish = Json.object().put("purpose", "sum up the notes").put("workspace", folder.toString());
        ServerProcess.Answer answer = server.post("/api/v1/tokens", wish.put("reading", true));
        if (answer.status() == 201) {
            mcp.letIn(answer.body().path("secret").asString());
        } else if (answer.status() != 429) {
            report(new Finding("no agent is let in: " + answer, ""));
        }
    }

    /** How many answers of which status there were. */
    String story() {
        TreeMap<String, Long> counts = new TreeMap<>();
        answers.forEach((status, number) -> counts.put(status, number.sum()));
        return counts.values().stream().mapToLong(Long::longValue).sum() + " requests: " + counts;
    }

    /** What the server held, from the end of the warm-up on. */
    List<ProcessState> states() {
        return List.copyOf(states);
    }

    private void lookAfter() throws IOException, InterruptedException {
        if (!server.isAlive()) {
            report(new Finding("the server has ended", ""));
            return;
        }
        states.add(ProcessState.of(server.pid()));
        int status = server.get("/healthz").status();
        if (status != 200) {
            report(new Finding("/healthz answers " + status, ""));
        }
    }

    private void judge() {
        String said = server.said();
        said.lines()
                .filter(line -> line.startsWith("\tat ") || line.contains("OutOfMemoryError"))
                .findFirst()
                .ifPresent(line -> report(new Finding("the server's log holds a stack trace: " + line.strip(), "")));
        ProcessState first = states.getFirst();
        ProcessState last = states.getLast();
        if (last.descriptors() > first.descriptors() + 30 || last.threads() > first.threads() + 30) {
            report(new Finding("the server held " + first + " and holds " + last, ""));
        }
    }

    private void call(URI address, ApiMessages api, McpMessages mcp, Oddities odd, long end) {
        Caller caller = new Caller(address);
        while (System.nanoTime() < end && findings.size() < MOST_FINDINGS) {
            boolean toMcp = odd.oneOf(3);
            Message message = toMcp ? mcp.next(odd) : api.next(odd);
            byte[] whole = message.wire(address.getAuthority());
            boolean damaged = odd.oneOf(3);
            byte[] wire = damaged ? odd.damaged(whole) : whole;
            try {
                Caller.Answer answer = caller.send(wire, damaged || odd.oneOf(10), odd.oneOf(20));
                count(answer);
                if (toMcp) {
                    mcp.learn(answer.text());
                } else {
                    api.learn(answer.text());
                }
                look(answer, new String(wire, StandardCharsets.ISO_8859_1).replace('\0', '.'));
            } catch (IOException e) {
                report(new Finding("no connection: " + e, ""));
            }
        }
    }

    private void count(Caller.Answer answer) {
        String what = answer.status().map(String::valueOf).orElse(answer.inTime() ? "hung up" : "nothing");
        answers.computeIfAbsent(what, status -> new LongAdder()).increment();
    }

    private void look(Caller.Answer answer, String sent) {
        if (!answer.inTime()) {
            report(new Finding("no answer in time", sent));
        } else if (answer.text().contains("\tat dev.writ.")) {
            report(new Finding("the answer shows a stack trace", sent));
        } else if (answer.status().filter(RequestFuzz::isFault).isPresent() && !isCutShort(answer)) {
            report(new Finding(
                    answer.text().lines().findFirst().orElse("") + " … "
                            + answer.text().substring(Math.max(0, answer.text().length() - 200)),
                    sent));
        }
    }

    /** Methods and versions that there are not are the client's. */
    private static boolean isFault(int status) {
        return status >= 500 && status != 501 && status != 505;
    }

    /**
     * The HTTP server calls a request that its sender cuts short a fault of its own. A true one of its own is in the log,
     * and one of Writ has a number.
     */
    private static boolean isCutShort(Caller.Answer answer) {
        return answer.text().contains("\"Something went wrong inside Writ.\"");
    }

    private void report(Finding finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }
}
