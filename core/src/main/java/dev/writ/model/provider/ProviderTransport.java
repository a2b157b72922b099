package dev.writ.model.provider;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.provider.ProviderFault.Repeat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/**
 * The way to a provider, for LangChain4j. It works on the calling thread, so that interrupting the thread ends the call,
 * and tells what went wrong as a {@link ProviderFault}. LangChain4j's own client does neither: it answers on a thread of
 * its own, drops {@code Retry-After}, takes a broken connection for the end of an answer, and waits for ever once the
 * headers are in. Safe for use by many threads.
 */
final class ProviderTransport implements HttpClient {
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
    private static final int MOST_ERROR_BYTES = 64 * 1024;

    private final java.net.http.HttpClient client;
    private final Endpoint endpoint;
    private final Duration silence;
    private final UnaryOperator<String> requestEdit;
    private final RefusedCall refused;

    /**
     * @param silence longest time without a sign of life
     * @param requestEdit what this provider needs changed in a request's body
     */
    ProviderTransport(
            java.net.http.HttpClient client,
            Endpoint endpoint,
            Duration silence,
            UnaryOperator<String> requestEdit,
            RefusedCall refused) {
        this.client = client;
        this.endpoint = endpoint;
        this.silence = silence;
        this.requestEdit = requestEdit;
        this.refused = refused;
    }

    /** A client as every transport needs it. */
    static java.net.http.HttpClient newClient() {
        return java.net.http.HttpClient.newBuilder()
                // A redirect would carry the key along.
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                // The upgrade to HTTP/2 in clear text makes some Python servers lose the request's body.
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(15))
                .build();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("only streaming models are used");
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        PacedBody body = new PacedBody(silence, LONGEST_ANSWER);
        try (body) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    client.send(toJdk(request), HttpResponse.BodyHandlers.ofPublisher());
            response.body().subscribe(body);
            if (response.statusCode() < 200 || response.statusCode() >= 300) {
                throw refused.byStatus(response.statusCode(), response.headers(), errorText(body));
            }
            listener.onOpen(SuccessfulHttpResponse.builder()
                    .statusCode(response.statusCode())
                    .headers(response.headers().map())
                    .build());
            pass(new EventStream(body), listener);
        } catch (InterruptedException | InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private java.net.http.HttpRequest toJdk(HttpRequest request) {
        java.net.http.HttpRequest.Builder builder =
                java.net.http.HttpRequest.newBuilder(URI.create(request.url())).timeout(silence);
        request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = requestEdit.apply(request.body());
        return builder.POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private void pass(EventStream events, ServerSentEventListener listener) throws IOException {
        Handle handle = new Handle();
        ServerSentEventContext context = new ServerSentEventContext(handle);
        Optional<ServerSentEvent> event = events.next();
        while (event.isPresent() && !handle.isCancelled()) {
            Optional<ProviderFault> fault = refused.inStream(event.get().data());
            if (fault.isPresent()) {
                throw fault.get();
            }
            listener.onEvent(event.get(), context);
            event = events.next();
        }
        if (!events.any()) {
            throw new ProviderFault(
                    Repeat.ONCE,
                    endpoint.host() + " did not answer as a model does: "
                            + (events.opening().isBlank() ? "(nothing)" : endpoint.quote(events.opening())) + ".",
                    "Check the base URL " + endpoint.baseUrl() + ".");
        }
        if (!events.complete()) {
            throw brokeOff();
        }
        listener.onClose();
    }

    private ProviderFault broken(IOException e) {
        if (e instanceof EventStream.TooLong) {
            return new ProviderFault(
                    Repeat.NEVER, endpoint.name() + " answered without end and was cut off.", "Choose another model.");
        }
        if (e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException)) {
            return new ProviderFault(
                    Repeat.OFTEN,
                    endpoint.name() + " did not answer in time (" + silence.toSeconds() + " s without a sign of life).",
                    "Try again later, or raise WRIT_MODEL_TIMEOUT_SECONDS or model.timeout_seconds.");
        }
        if (e instanceof SSLException) {
            return new ProviderFault(
                    Repeat.NEVER,
                    "No safe connection to " + endpoint.host() + ": " + endpoint.quote(text(e)) + ".",
                    "Check the base URL " + endpoint.baseUrl() + " and the machine's certificates.");
        }
        if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
            return new ProviderFault(
                    Repeat.OFTEN,
                    endpoint.host() + " cannot be reached" + (text(e).isEmpty() ? "" : ": " + endpoint.quote(text(e)))
                            + ".",
                    "Check that it runs, the network, and the base URL " + endpoint.baseUrl() + ".");
        }
        return brokeOff();
    }

    private ProviderFault brokeOff() {
        return new ProviderFault(
                Repeat.OFTEN,
                "The connection to " + endpoint.name() + " broke off before the answer's end.",
                "Try again later.");
    }

    private static String text(IOException e) {
        return e.getMessage() == null ? "" : e.getMessage();
    }

    /** The error's own words; the status counts if they do not arrive. */
    private static String errorText(InputStream body) throws InterruptedIOException {
        try {
            return new String(body.readNBytes(MOST_ERROR_BYTES), StandardCharsets.UTF_8);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            return "";
        }
    }

    static WritException cancelled() {
        return new WritException(
                FailureCode.CANCELLED, "The model call was cancelled.", "Start the task again if it is still wanted.");
    }

    /** What LangChain4j may stop reading with. */
    private static final class Handle implements ServerSentEventParsingHandle {
        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
