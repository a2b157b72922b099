package dev.writ.server.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The provider's keys: kept, fetched anew, and missing. */
class ProviderKeysTest {
    private static final String HERE = "http://127.0.0.1:8420/mcp";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private TestingProvider provider;
    private ProviderClient client;
    private TokenVerifier verifier;

    @BeforeEach
    void start() {
        provider = new TestingProvider();
        client = new ProviderClient(provider.issuer(), Duration.ofMillis(500));
        verifier = new TokenVerifier(
                TokenKind.ACCESS,
                provider.issuer(),
                new Audience(List.of(HERE)),
                new ProviderKeys(client::keys, now::get),
                now::get);
    }

    @AfterEach
    void stop() {
        client.close();
        provider.close();
    }

    @Test
    void keys_are_fetched_once_for_many_tokens() {
        IntStream.range(0, 50).forEach(_ -> valid());
        assertThat(provider.keySets).hasValue(1);
        assertThat(provider.discoveries).hasValue(1);
    }

    @Test
    void a_new_key_of_the_provider_is_found_and_the_old_one_no_longer_counts() {
        valid();
        String old = token();
        provider.rotate("second");
        pass(ProviderKeys.PAUSE);
        valid();
        assertThat(provider.keySets).hasValue(2);
        assertThat(verifier.verify(old, "/mcp")).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void a_withdrawn_key_counts_no_longer_than_until_keys_are_fetched_anew() {
        String old = token();
        valid();
        provider.rotate("second");
        assertThat(verifier.verify(old, "/mcp")).isInstanceOf(Verdict.Valid.class);
        pass(ProviderKeys.FRESH);
        assertThat(verifier.verify(old, "/mcp")).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void tokens_with_made_up_keys_make_nobody_ask_the_provider_often() {
        valid();
        for (int i = 0; i < 100; i++) {
            String token = TestingProvider.signed(
                    provider.header().keyID("made-up-" + i).build(),
                    provider.claims("anna", HERE, now.get()).build(),
                    provider.signing());
            assertThat(verifier.verify(token, "/mcp")).isInstanceOf(Verdict.Invalid.class);
        }
        assertThat(provider.keySets).hasValue(1);
        pass(ProviderKeys.PAUSE);
        verifier.verify(
                TestingProvider.signed(
                        provider.header().keyID("made-up").build(),
                        provider.claims("anna", HERE, now.get()).build(),
                        provider.signing()),
                "/mcp");
        assertThat(provider.keySets).hasValue(2);
    }

    @Test
    void many_first_requests_at_once_ask_the_provider_once() throws InterruptedException {
        String token = token();
        CountDownLatch done = new CountDownLatch(20);
        AtomicReference<Verdict> worst = new AtomicReference<>(verdictOfNobody());
        for (int i = 0; i < 20; i++) {
            Thread.startVirtualThread(() -> {
                Verdict verdict = verifier.verify(token, "/mcp");
                if (!(verdict instanceof Verdict.Valid)) {
                    worst.set(verdict);
                }
                done.countDown();
            });
        }
        done.await();
        assertThat(worst.get()).isEqualTo(verdictOfNobody());
        assertThat(provider.keySets).hasValue(1);
    }

    private static Verdict verdictOfNobody() {
        return new Verdict.Invalid("nobody asked");
    }

    @Test
    void while_the_provider_is_away_its_last_keys_count_for_a_while_and_then_nobody_is_let_in() {
        valid();
        provider.keys = _ -> new TestingProvider.Answer(500, "");
        pass(ProviderKeys.FRESH);
        valid();
        pass(ProviderKeys.LONGEST.minus(ProviderKeys.FRESH));
        unknown();
        provider.keys = document -> new TestingProvider.Answer(200, document);
        pass(ProviderKeys.PAUSE);
        valid();
    }

    @Test
    void a_provider_that_is_not_there_lets_nobody_in_and_is_not_asked_again_at_once() {
        provider.discovery = _ -> new TestingProvider.Answer(503, "");
        IntStream.range(0, 10).forEach(_ -> unknown());
        assertThat(provider.discoveries).hasValue(1);
        provider.close();
        pass(ProviderKeys.PAUSE);
        unknown();
    }

    @Test
    void nobody_is_sent_on_to_another_address() {
        TestingProvider other = new TestingProvider();
        try (other) {
            provider.discovery = _ ->
                    new TestingProvider.Answer(302, "", other.address() + "/realm/.well-known/openid-configuration");
            unknown();
            assertThat(other.discoveries).hasValue(0);
        }
    }

    @Test
    void documents_that_are_too_large_or_none_are_not_taken() {
        for (String document : List.of(
                "{\"issuer\":\"" + provider.issuer() + "\",\"x\":\"" + "x".repeat(1 << 20) + "\"}",
                "",
                "[]",
                "no JSON",
                "[".repeat(100_000),
                TestingProvider.document(provider.issuer() + "x", provider.address() + "/keys"),
                TestingProvider.document(provider.issuer(), ""),
                TestingProvider.document(provider.issuer(), "http://192.0.2.1/keys"),
                TestingProvider.document(provider.issuer(), "file:///etc/passwd"))) {
            provider.discovery = _ -> new TestingProvider.Answer(200, document);
            unknown();
            pass(ProviderKeys.PAUSE);
        }
        assertThat(provider.keySets).hasValue(0);
    }

    @Test
    void key_sets_that_are_too_large_or_none_are_not_taken() {
        for (String keys : List.of("{\"keys\":[],\"x\":\"" + "x".repeat(1 << 20) + "\"}", "", "[]", "{}")) {
            provider.keys = _ -> new TestingProvider.Answer(200, keys);
            unknown();
            pass(ProviderKeys.PAUSE);
        }
        assertThat(provider.keySets).hasValue(4);
    }

    @Test
    void a_provider_that_never_answers_is_waited_for_no_longer_than_that() {
        CountDownLatch over = new CountDownLatch(1);
        provider.discovery = document -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new TestingProvider.Answer(200, document);
        };
        unknown();
        over.countDown();
    }

    private String token() {
        return provider.token(provider.claims("anna", HERE, now.get()));
    }

    private void valid() {
        assertThat(verifier.verify(token(), "/mcp")).isInstanceOf(Verdict.Valid.class);
    }

    private void unknown() {
        assertThat(verifier.verify(token(), "/mcp")).isEqualTo(new Verdict.Unknown());
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
