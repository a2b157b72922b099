package dev.writ.mcp.http;

import dev.writ.mcp.engine.Outlet;
import dev.writ.mcp.engine.SessionStream;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.InsufficientScope;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a request has to say: one JSON object where the answer is all, a stream of events from the first message
 * that comes before it, or once the answer takes long. A client that goes away cancels its request.
 */
final class Replies {
    private static final System.Logger LOG = System.getLogger(Replies.class.getName());
    private static final String JSON = "application/json";

    private final Watchdog watchdog;
    private final Patience patience;

    Replies(Watchdog watchdog, Patience patience) {
        this.watchdog = watchdog;
        this.patience = patience;
    }

    /** Works on a request. */
    interface Work {
        ObjectNode answer(Outlet outlet) throws InterruptedException;
    }

    static void send(ServerResponse response, int status, ObjectNode message) {
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, JSON);
        response.send(StrictJson.bytes(message));
    }

    void stream(RequestId id, ServerResponse response, Work work) {
        Conversation conversation = new Conversation();
        Thread worker = Thread.ofVirtual().start(() -> run(id, work, conversation));
        boolean finished = false;
        try {
            finished = write(conversation, response);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "A client went away before its answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!finished) {
                worker.interrupt();
            }
            conversation.abandon();
        }
    }

    /** A stream that begins at once, and ends with the session. */
    void follow(ServerResponse response, SessionStream session) {
        Conversation conversation = new Conversation();
        Thread worker = Thread.ofVirtual().start(() -> follow(session, conversation));
        try (EventStream stream = open(response)) {
            stream.comment();
            Optional<Conversation.Item> item = conversation.next(patience.signOfLife());
            while (item.filter(Conversation.Item::last).isEmpty()) {
                if (item.isPresent()) {
                    stream.write(item.get().message());
                } else {
                    stream.comment();
                }
                item = conversation.next(patience.signOfLife());
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "A client closed its stream.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            worker.interrupt();
            conversation.abandon();
        }
    }

    private static void follow(SessionStream session, Conversation conversation) {
        try (session) {
            session.follow(conversation);
            conversation.end(StrictJson.object());
        } catch (InterruptedException e) {
            // The client has gone.
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A stream ended unexpectedly.", e);
            conversation.end(StrictJson.object());
        }
    }

    private static void run(RequestId id, Work work, Conversation conversation) {
        try {
            conversation.end(Rpc.result(id, work.answer(conversation)));
        } catch (InsufficientScope e) {
            conversation.end(Rpc.error(Optional.of(id), e.error()), e.httpStatus(), Optional.of(stepUp(e)));
        } catch (RpcException e) {
            conversation.end(Rpc.error(Optional.of(id), e.error()), e.httpStatus(), Optional.empty());
        } catch (InterruptedException e) {
            conversation.end(Rpc.error(Optional.of(id), RpcError.of(RpcError.INTERNAL, "The request was cancelled.")));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "A request failed unexpectedly.", e);
            conversation.end(
                    Rpc.error(Optional.of(id), RpcError.of(RpcError.INTERNAL, "The request failed unexpectedly.")));
        }
    }

    private static String stepUp(InsufficientScope refused) {
        return "Bearer error=\"insufficient_scope\", scope=\""
                + refused.denied().scope().replaceAll("[^\\x21\\x23-\\x5B\\x5D-\\x7E ]", "") + "\"";
    }

    /** @return whether the answer was written whole */
    private boolean write(Conversation conversation, ServerResponse response) throws IOException, InterruptedException {
        Optional<Conversation.Item> first = conversation.next(patience.signOfLife());
        if (first.isPresent() && first.get().last()) {
            Conversation.Item answer = first.get();
            answer.challenge().ifPresent(challenge -> response.header(HeaderNames.WWW_AUTHENTICATE, challenge));
            send(response, answer.status(), answer.message());
            return true;
        }
        try (EventStream stream = open(response)) {
            Optional<Conversation.Item> item = first;
            while (true) {
                if (item.isPresent()) {
                    stream.write(item.get().message());
                    if (item.get().last()) {
                        return true;
                    }
                } else {
                    stream.comment();
                }
                item = conversation.next(patience.signOfLife());
            }
        }
    }

    private EventStream open(ServerResponse response) {
        return new EventStream(response, watchdog, patience.forReading());
    }
}
