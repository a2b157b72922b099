package dev.writ.tool.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRoutesTest {
    private static final String SECRET = "0123456789abcdef";

    @Test
    void an_unlisted_type_goes_to_inbox_and_terminal() {
        assertThat(MessageRoutes.stored().of(MessageType.INFO))
                .containsExactly(new Route.Inbox(), new Route.Terminal());
    }

    @Test
    void a_type_may_be_sent_nowhere_and_a_route_counts_once() {
        MessageRoutes routes = new MessageRoutes(Map.of(
                MessageType.PROGRESS, List.of(), MessageType.INFO, List.of(new Route.Inbox(), new Route.Inbox())));
        assertThat(routes.of(MessageType.PROGRESS)).isEmpty();
        assertThat(routes.of(MessageType.INFO)).containsExactly(new Route.Inbox());
    }

    @Test
    void one_webhook_name_has_one_meaning() {
        Route here = new Route.Webhook("ops", URI.create("https://a.example/x"), SECRET);
        Route there = new Route.Webhook("ops", URI.create("https://b.example/x"), SECRET);
        invalid(() -> new MessageRoutes(Map.of(MessageType.INFO, List.of(here), MessageType.ERROR, List.of(there))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/x", "file:///etc/passwd", "https:///x", "/x", "https://user:pw@host/x"})
    void only_plain_web_addresses_are_accepted(String url) {
        invalid(() -> new Route.Webhook("ops", URI.create(url), SECRET));
    }

    @Test
    void short_secrets_and_odd_names_are_refused() {
        invalid(() -> new Route.Webhook("ops", URI.create("https://host/x"), "short"));
        invalid(() -> new Route.Webhook("Ops team", URI.create("https://host/x"), SECRET));
    }

    @Test
    void a_webhook_never_prints_its_secret_or_path() {
        Route hook = new Route.Webhook("ops", URI.create("https://host.example/services/T0KEN?k=v"), SECRET);
        assertThat(hook.toString()).contains("host.example").doesNotContain(SECRET, "T0KEN", "k=v");
        assertThat(new MessageRoutes(Map.of(MessageType.INFO, List.of(hook))).toString())
                .doesNotContain(SECRET);
    }

    private static void invalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS));
    }
}
