package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.Revision;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.LogLevel;
import dev.writ.mcp.server.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the legacy era has a server remember of a client. */
public final class Session {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);
    private static final int MOST_RESOURCES = 1000;
    private static final int LONGEST_URI = 2048;

    private final String id;
    private final Caller caller;
    private final Revision revision;
    private final ClientCapabilities client;
    private final Running running = new Running();
    private final Map<RequestId, CompletableFuture<Message.Response>> asked = new ConcurrentHashMap<>();
    private final Map<String, Watch> resources = new HashMap<>();
    private final AtomicLong questions = new AtomicLong();
    private volatile LogLevel logFrom = LogLevel.INFO;
    private volatile Instant lastUsed;
    private @Nullable Subscription stream;
    private boolean ended;

    Session(String id, Caller caller, Revision revision, ClientCapabilities client, Instant now) {
        this.id = id;
        this.caller = caller;
        this.revision = revision;
        this.client = client;
        this.lastUsed = now;
    }

    public String id() {
        return id;
    }

    public Caller caller() {
        return caller;
    }

    public Revision revision() {
        return revision;
    }

    ClientCapabilities client() {
        return client;
    }

    Running running() {
        return running;
    }

    LogLevel logFrom() {
        return logFrom;
    }

    void logFrom(LogLevel level) {
        logFrom = level;
    }

    void usedAt(Instant now) {
        lastUsed = now;
    }

    /** Whether nobody has used it since then; an open stream is use, and so is a request that is being worked on. */
    synchronized boolean idleSince(Instant moment) {
        return lastUsed.isBefore(moment) && stream == null && running.isEmpty();
    }

    /** @return false where there is a stream already, or the session has ended */
    synchronized boolean openStream(Subscription opened) {
        if (stream != null || ended) {
            return false;
        }
        stream = opened;
        return true;
    }

    synchronized void closeStream(Subscription closed, Instant now) {
        if (stream == closed) {
            stream = null;
            lastUsed = now;
        }
    }

    /** Ends its stream, and cancels what is being worked on. */
    void end() {
        running.cancelAll();
        synchronized (this) {
            ended = true;
            if (stream != null) {
                stream.end();
            }
            resources.values().forEach(Watch::close);
            resources.clear();
        }
    }

    /** Takes the watch over, whatever comes of it. */
    synchronized void subscribe(String uri, Watch watch) {
        if (ended || resources.size() >= MOST_RESOURCES || uri.length() > LONGEST_URI) {
            watch.close();
            throw RpcException.invalidParams("A session subscribes to at most " + MOST_RESOURCES
                    + " resources, each with an address of at most " + LONGEST_URI + " characters.");
        }
        Watch before = resources.put(uri, watch);
        if (before != null) {
            before.close();
        }
    }

    synchronized void unsubscribe(String uri) {
        Watch watch = resources.remove(uri);
        if (watch != null) {
            watch.close();
        }
    }

    private synchronized boolean isSubscribedTo(String uri) {
        return resources.containsKey(uri);
    }

    boolean wants(Change change) {
        return switch (change) {
            case Change.Updated(String uri) -> isSubscribedTo(uri);
            case Change.Task task -> false;
            case Change.Tools(), Change.Prompts(), Change.Resources() -> true;
        };
    }

    /**
     * Asks the client and waits for its answer.
     *
     * @throws ClientSilent where it cannot, will not or does not answer
     */
    JsonNode ask(InputRequest request, Outlet outlet) throws InterruptedException {
        RequestId question = RequestId.of("q" + questions.incrementAndGet());
        CompletableFuture<Message.Response> answer = new CompletableFuture<>();
        asked.put(question, answer);
        try {
            outlet.send(Rpc.request(question, request.method(), request.params()));
            Message.Response response = answer.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
            return response.result().orElseThrow(() -> new ClientSilent("The client answered with an error."));
        } catch (TimeoutException e) {
            throw new ClientSilent("The client did not answer within " + ANSWER_WITHIN.toMinutes() + " minutes.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer is never completed by an exception.", e);
        } finally {
            asked.remove(question);
        }
    }

    /** Takes an answer to a question of ours; one that nobody waits for is dropped. */
    void answered(Message.Response response) {
        CompletableFuture<Message.Response> waiting = asked.remove(response.id());
        if (waiting != null) {
            waiting.complete(response);
        }
    }
}
