package dev.writ.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A collector of OpenTelemetry on the loopback address, which keeps what it is sent, or behaves badly. */
final class TestingCollector implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<Metric> metrics = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> schemas = new CopyOnWriteArrayList<>();
    final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    volatile int status = 200;
    /** Requests are answered only at the end. */
    volatile boolean silent;

    private TestingCollector(HttpServer server) {
        this.server = server;
    }

    static TestingCollector start() {
        try {
            TestingCollector collector = new TestingCollector(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            collector.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            collector.server.createContext("/", collector::take);
            collector.server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (silent) {
            awaitEnd();
        }
        if (status == 200) {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            keep(exchange.getRequestURI().getPath(), body);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void awaitEnd() {
        try {
            closed.await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(String path, byte[] body) throws InvalidProtocolBufferException {
        switch (path) {
            case "/v1/traces" ->
                ExportTraceServiceRequest.parseFrom(body)
                        .getResourceSpansList()
                        .forEach(resource -> resource.getScopeSpansList().forEach(scope -> {
                            schemas.add(scope.getSchemaUrl());
                            spans.addAll(scope.getSpansList());
                        }));
            case "/v1/metrics" ->
                ExportMetricsServiceRequest.parseFrom(body)
                        .getResourceMetricsList()
                        .forEach(resource -> resource.getScopeMetricsList()
                                .forEach(scope -> metrics.addAll(scope.getMetricsList())));
            default -> throw new IllegalStateException("nothing is sent to " + path);
        }
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<Metric> metrics() {
        return List.copyOf(metrics);
    }

    /** The first span with this name, once it is there. */
    Span span(String name) {
        return await(span -> span.getName().equals(name), name);
    }

    Span await(Predicate<Span> wanted, String what) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            for (Span span : spans) {
                if (wanted.test(span)) {
                    return span;
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + what + " among "
                        + spans.stream().map(Span::getName).toList());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Attributes as text, by name. */
    static Map<String, String> attributes(List<KeyValue> attributes) {
        Map<String, String> texts = new TreeMap<>();
        attributes.forEach(attribute -> texts.put(
                attribute.getKey(),
                attribute.getValue().hasStringValue()
                        ? attribute.getValue().getStringValue()
                        : attribute.getValue().toString().strip()));
        return texts;
    }

    static Map<String, String> attributes(Span span) {
        return attributes(span.getAttributesList());
    }

    static String hex(com.google.protobuf.ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
