package dev.writ.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of metrics, read as Prometheus reads it.
 *
 * @param values by series, as in {@code name{a="b"}}
 */
record TestingMetrics(Map<String, Double> values) {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-zA-Z0-9_]*)(\\{.*})? ([^ ]+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    static HttpResponse<String> page(TestingApi api, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.writ.url() + "/metrics"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static TestingMetrics read(TestingApi api) {
        return parse(page(api).body());
    }

    static TestingMetrics parse(String page) {
        Map<String, Double> values = new LinkedHashMap<>();
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("this is no sample: " + line);
            }
            String labels = sample.group(2) == null ? "" : sample.group(2);
            if (values.put(sample.group(1) + labels, number(sample.group(3))) != null) {
                throw new AssertionError("this is there twice: " + line);
            }
        });
        return new TestingMetrics(values);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The page, once it fits. */
    static TestingMetrics until(TestingApi api, Predicate<TestingMetrics> condition) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            TestingMetrics metrics = read(api);
            if (condition.test(metrics)) {
                return metrics;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain: " + metrics);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** The value of a series, 0 where there is none. */
    double of(String series) {
        return values.getOrDefault(series, 0.0);
    }

    /** Names of series, without what a histogram adds. */
    Set<String> names() {
        return values.keySet().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values each label has, by the label's name. */
    Map<String, Set<String>> labels() {
        Map<String, Set<String>> labels = new TreeMap<>();
        values.keySet().forEach(series -> {
            Matcher label = LABEL.matcher(series);
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
            }
        });
        return labels;
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .filter(value ->
                        value.getKey().startsWith("writ_") && !value.getKey().contains("_bucket"))
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }
}
