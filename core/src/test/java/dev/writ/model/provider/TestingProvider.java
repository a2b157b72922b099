package dev.writ.model.provider;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.writ.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** A provider on loopback that gives scripted answers in a real wire format and keeps what it was asked. */
abstract class TestingProvider implements AutoCloseable {
    static final String KEY = "sk-test-0123456789abcdefghijklmnopqrstuvwxyz";

    /** What arrived. */
    record Asked(String path, Headers headers, String body) {
        ObjectNode json() {
            return Json.parseObject(body);
        }
    }

    /** One answer of the script. */
    interface Answer {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** A tool call whose arguments arrive in pieces. */
    record TestingCall(String id, String function, List<String> fragments) {
        static TestingCall of(String id, String function, String... fragments) {
            return new TestingCall(id, function, List.of(fragments));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch dropped = new CountDownLatch(1);

    TestingProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(new Asked(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body));
        Answer next = script.poll();
        try {
            (next == null ? status(418, "nothing more was scripted") : next).give(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    /** The environment that leads to this server. */
    abstract Map<String, String> environment();

    /** An answer of words, in as many pieces. */
    abstract Answer text(String... pieces);

    /** An answer that calls functions. */
    abstract Answer calls(String text, TestingCall... calls);

    /** Words, then the limit of output tokens. */
    abstract Answer cutOff(String text);

    /** A complete answer without words or calls. */
    abstract Answer nothing();

    /** The first events of an answer of words, without its end. */
    abstract List<String> beginning(String text);

    /** An event that is not what the format says. */
    abstract String nonsenseEvent();

    /** An error in the middle of the stream: the provider is overloaded. */
    abstract String overloadedEvent();

    void script(Answer... answers) {
        script.addAll(List.of(answers));
    }

    static Answer status(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Events, then the regular end of the body. */
    static Answer events(List<String> events) {
        return exchange -> {
            try (OutputStream body = open(exchange)) {
                for (String event : events) {
                    send(body, event);
                }
            }
        };
    }

    /** Events, then the connection breaks. */
    static Answer broken(List<String> events) {
        return exchange -> {
            OutputStream body = open(exchange);
            for (String event : events) {
                send(body, event);
            }
            // Closing the exchange without its body leaves out the last chunk.
        };
    }

    /** Events, then silence until the test is over. */
    Answer silentAfter(List<String> events) {
        return exchange -> {
            OutputStream body = open(exchange);
            for (String event : events) {
                send(body, event);
            }
            held.countDown();
            released.await();
        };
    }

    /** Not even headers until the test is over. */
    Answer silent() {
        return exchange -> {
            held.countDown();
            released.await();
        };
    }

    /** Words without end, until the other side hangs up. */
    Answer endless() {
        return exchange -> {
            try (OutputStream body = open(exchange)) {
                for (String event : beginning("and on")) {
                    send(body, event);
                }
                held.countDown();
                while (true) {
                    send(body, beginning("and on").getLast());
                }
            } catch (IOException e) {
                dropped.countDown();
            }
        };
    }

    private static OutputStream open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void send(OutputStream body, String event) throws IOException {
        body.write((event + "\n\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    void awaitHeld() throws InterruptedException {
        if (!held.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was asked");
        }
    }

    void awaitDropped() throws InterruptedException {
        if (!dropped.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the caller never hung up");
        }
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
