package dev.writ.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server on the loopback address with fixed answers, for what commands print and send. */
final class TestingAnswers implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> sent = new CopyOnWriteArrayList<>();

    TestingAnswers() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1", this::answer);
        server.start();
    }

    /** @param path beginning of what is asked for, after the method, for instance {@code GET /tools} */
    TestingAnswers answer(String path, String json) {
        answers.put(path, json);
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().toString().substring("/api/v1".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            sent.add((asked + " " + body).strip());
            byte[] answer = List.copyOf(answers.entrySet()).stream()
                    .filter(entry -> asked.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("[]")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** Where it is. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Api api() {
        return new Api(address(), "token");
    }

    /** Whatever was asked for, in order, each with its body. */
    List<String> sent() {
        return List.copyOf(sent);
    }

    /** What a person sees of it, on a terminal that nobody types at. */
    static String seen(Consumer<Terminal> work) {
        return caught(System.err, System::setErr, work);
    }

    /** What goes to those who read the data. */
    static String said(Consumer<Terminal> work) {
        return caught(System.out, System::setOut, work);
    }

    private static String caught(PrintStream before, Consumer<PrintStream> to, Consumer<Terminal> work) {
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        to.accept(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            work.accept(new Terminal(Map.of(), true, true));
        } finally {
            to.accept(before);
        }
        return caught.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
