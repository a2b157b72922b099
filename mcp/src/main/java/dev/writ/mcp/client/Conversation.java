package dev.writ.mcp.client;

import dev.writ.mcp.client.ServerFailure.Kind;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Requests that wait for their answers, and what the server says besides. Safe for use by many threads. */
final class Conversation implements Channel.Receiver {
    private static final int MOST_OPEN = 1_000;
    private static final String TOOLS_CHANGED = "notifications/tools/list_changed";

    private final Channel channel;
    private final News news;
    private final Flood flood = new Flood();
    private final AtomicLong ids = new AtomicLong();
    private final Map<RequestId, CompletableFuture<ObjectNode>> open = new ConcurrentHashMap<>();
    /** Why there is no connection any more; nothing while there is one. */
    private final AtomicReference<@Nullable ServerFailure> end = new AtomicReference<>();

    Conversation(Channel channel, McpClient.Listener listener) {
        this.channel = channel;
        this.news = new News(listener);
        channel.open(this);
    }

    /**
     * Sends a request and waits for its result.
     *
     * @param patience how long; the server is told when it is over
     */
    ObjectNode ask(String method, ObjectNode params, Map<String, String> headers, Duration patience)
            throws InterruptedException {
        RequestId id = RequestId.of(ids.incrementAndGet());
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        if (open.size() >= MOST_OPEN) {
            throw new ServerFailure(Kind.SILENT, "It has " + MOST_OPEN + " requests that it has not answered.");
        }
        open.put(id, answer);
        try {
            // Looked at after it can be found: an end in between finds it.
            ServerFailure over = end.get();
            if (over != null) {
                throw over;
            }
            channel.request(id, method, params, headers);
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            cancel(id);
            throw new ServerFailure(
                    Kind.SILENT, "It did not answer to " + method + " within " + patience.toMillis() + " ms.");
        } catch (InterruptedException e) {
            cancel(id);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ServerFailure failure
                    ? failure
                    : new ServerFailure(Kind.CLOSED, "The request failed: " + e.getCause());
        } finally {
            open.remove(id);
        }
    }

    private void cancel(RequestId id) {
        try {
            channel.cancel(id);
        } catch (ServerFailure e) {
            ended(e);
        }
    }

    /** Sends a request whose answer comes when the server has nothing more to tell, and matters to nobody. */
    void listen(ObjectNode params) {
        channel.request(RequestId.of(ids.incrementAndGet()), "subscriptions/listen", params, Map.of());
    }

    @Override
    public void take(Message message) {
        switch (message) {
            case Message.Response response -> {
                CompletableFuture<ObjectNode> waiting = open.remove(response.id());
                if (waiting == null) {
                    // Too late, twice, or to nothing.
                    flood.another();
                } else {
                    complete(waiting, response);
                }
            }
            case Message.Notification notification -> {
                flood.another();
                if (notification.method().equals(TOOLS_CHANGED)) {
                    news.toolsChanged();
                }
            }
            case Message.Request request -> {
                flood.another();
                channel.send(
                        request.method().equals("ping")
                                ? Rpc.result(request.id(), StrictJson.object())
                                : Rpc.error(
                                        Optional.of(request.id()),
                                        RpcError.of(
                                                RpcError.METHOD_NOT_FOUND, "This client can be asked for nothing.")));
            }
        }
    }

    private static void complete(CompletableFuture<ObjectNode> waiting, Message.Response response) {
        response.error().ifPresentOrElse(error -> waiting.completeExceptionally(ServerFailure.refused(error)), () -> {
            if (response.result().orElseThrow() instanceof ObjectNode result) {
                waiting.complete(result);
            } else {
                waiting.completeExceptionally(ServerFailure.malformed("It answered with a result that is no object."));
            }
        });
    }

    @Override
    public void failed(RequestId request, ServerFailure why) {
        CompletableFuture<ObjectNode> waiting = open.remove(request);
        if (waiting != null) {
            waiting.completeExceptionally(why);
        }
    }

    @Override
    public void ended(ServerFailure why) {
        if (end(why)) {
            news.closed(why);
        }
    }

    /** Ends it; whoever listens hears nothing of it. */
    void close() {
        end(new ServerFailure(Kind.CLOSED, "The connection was closed."));
    }

    private boolean end(ServerFailure why) {
        if (!end.compareAndSet(null, why)) {
            return false;
        }
        channel.close();
        open.values().forEach(waiting -> waiting.completeExceptionally(why));
        return true;
    }
}
