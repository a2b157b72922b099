package dev.writ.mcp.client;

import dev.writ.mcp.HeaderText;
import dev.writ.mcp.client.ServerFailure.Kind;
import dev.writ.mcp.json.MalformedJson;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is reached over Streamable HTTP. Each request has a thread of its own until it is answered. Redirects are
 * not followed: the headers, which may hold a secret, are for this address alone.
 */
public final class HttpChannel implements Channel {
    private static final String VERSION = "MCP-Protocol-Version";
    private static final String SESSION = "Mcp-Session-Id";
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int MOST_SENDS = 16;

    private final URI address;
    private final Map<String, String> headers;
    private final HttpClient http;
    private final Map<RequestId, Thread> exchanges = new ConcurrentHashMap<>();
    private final Semaphore sends = new Semaphore(MOST_SENDS);
    private volatile @Nullable Receiver receiver;
    private volatile @Nullable String session;
    private volatile @Nullable String revision;
    private volatile @Nullable Thread stream;
    private volatile boolean closed;

    /** @param headers sent with each request */
    public HttpChannel(URI address, Map<String, String> headers) {
        this.address = address;
        this.headers = Map.copyOf(headers);
        this.http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TO_CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public void open(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void request(RequestId id, String method, ObjectNode params, Map<String, String> repeated) {
        HttpRequest.Builder request = post(Rpc.request(id, method, params));
        JsonNode modern = params.path("_meta").path(META_VERSION);
        if (modern.isString()) {
            request.setHeader(VERSION, modern.stringValue()).setHeader("Mcp-Method", HeaderText.encoded(method));
            repeated.forEach(request::setHeader);
        }
        Thread exchange = Thread.ofVirtual()
                .name("mcp-client-request")
                .unstarted(() -> exchange(id, method.equals("initialize"), request.build()));
        exchanges.put(id, exchange);
        exchange.start();
    }

    private void exchange(RequestId id, boolean begins, HttpRequest request) {
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (begins) {
                    session = response.headers().firstValue(SESSION).orElse(null);
                }
                answer(response, body);
            }
            hear().failed(id, new ServerFailure(Kind.MALFORMED, "It answered without saying anything to the request."));
        } catch (ServerFailure e) {
            if (e.kind() == Kind.REFUSED) {
                hear().failed(id, e);
            } else {
                hear().ended(e);
            }
        } catch (IOException e) {
            if (!closed && !Thread.currentThread().isInterrupted()) {
                hear().ended(new ServerFailure(Kind.CLOSED, "It cannot be reached: " + why(e) + "."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchanges.remove(id);
        }
    }

    private void answer(HttpResponse<InputStream> response, InputStream body) throws IOException {
        if (response.statusCode() != 200) {
            throw refusal(response.statusCode(), body);
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("text/event-stream")) {
            ServerSentEvents.read(body, Inbound.LARGEST, data -> hear().take(Inbound.message(data)));
        } else if (type.startsWith("application/json")) {
            hear().take(Inbound.message(whole(body)));
        } else {
            throw ServerFailure.malformed("It answered with neither JSON nor events.");
        }
    }

    private static byte[] whole(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(Inbound.LARGEST + 1);
        if (bytes.length > Inbound.LARGEST) {
            throw new ServerFailure(Kind.TOO_LARGE, "It sent a message of more than " + Inbound.LARGEST + " bytes.");
        }
        return bytes;
    }

    /** Beside the status there may be an error in the protocol's form, under no id or under this one. */
    private static ServerFailure refusal(int status, InputStream body) throws IOException {
        String said = "";
        try {
            said = StrictJson.parse(whole(body)).path("error").path("message").asString("");
        } catch (MalformedJson e) {
            // The status says enough.
        }
        return new ServerFailure(Kind.REFUSED, (said.isEmpty() ? "It refused" : said) + " (HTTP " + status + ")");
    }

    @Override
    public void send(ObjectNode message) {
        // Nobody waits for it; what a server has asked more than it takes is not answered.
        if (sends.tryAcquire()) {
            Thread.ofVirtual().name("mcp-client-send").start(() -> {
                try {
                    http.send(post(message).timeout(TO_CONNECT).build(), BodyHandlers.discarding());
                } catch (IOException e) {
                    System.getLogger(HttpChannel.class.getName())
                            .log(System.Logger.Level.DEBUG, "A server did not take a notification.", e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    sends.release();
                }
            });
        }
    }

    /** To the modern era the end of the exchange says it; an older server is told. */
    @Override
    public void cancel(RequestId id) {
        if (revision != null) {
            send(Cancellation.of(id));
        }
        Optional.ofNullable(exchanges.remove(id)).ifPresent(Thread::interrupt);
    }

    @Override
    public void begun(String agreed) {
        revision = agreed;
        if (session != null) {
            stream = Thread.ofVirtual().name("mcp-client-stream").start(this::follow);
        }
    }

    /** Takes what the server says unasked. That it says nothing, or ends, is no failure. */
    private void follow() {
        HttpRequest request =
                common().header("Accept", "text/event-stream").GET().build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() == 200) {
                    ServerSentEvents.read(body, Inbound.LARGEST, data -> hear().take(Inbound.message(data)));
                }
            }
        } catch (ServerFailure e) {
            hear().ended(e);
        } catch (IOException e) {
            System.getLogger(HttpChannel.class.getName())
                    .log(System.Logger.Level.DEBUG, "A server's stream has ended.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder post(ObjectNode message) {
        return common().header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofByteArray(StrictJson.bytes(message)));
    }

    private HttpRequest.Builder common() {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        headers.forEach(request::setHeader);
        String current = session;
        if (current != null) {
            request.setHeader(SESSION, current);
        }
        String agreed = revision;
        if (agreed != null) {
            request.setHeader(VERSION, agreed);
        }
        return request;
    }

    private Receiver hear() {
        Receiver known = receiver;
        if (known == null) {
            throw new IllegalStateException("The channel is not open.");
        }
        return known;
    }

    private static String why(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        exchanges.values().forEach(Thread::interrupt);
        Optional.ofNullable(stream).ifPresent(Thread::interrupt);
        Thread.ofVirtual().name("mcp-client-close").start(() -> {
            try {
                if (session != null) {
                    http.send(common().timeout(LAST_WORDS).DELETE().build(), BodyHandlers.discarding());
                }
            } catch (IOException e) {
                System.getLogger(HttpChannel.class.getName())
                        .log(System.Logger.Level.DEBUG, "A server did not end its session.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                http.shutdownNow();
            }
        });
    }
}
