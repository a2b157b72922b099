package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.writ.server.openid.TestingPeople;
import dev.writ.server.openid.TestingProvider;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who would log in as somebody else, or have somebody else log in as them. */
class LogInAttackTest extends TestingLogIn {
    @Test
    void a_way_back_works_once() {
        Got begun = begin("");
        String back = provider.people.agree(URI.create(begun.location()));
        assertIn(open(back, begun.cookie()), "/");
        assertRefused(open(back, begun.cookie()), "not_begun");
        assertThat(provider.people.exchanges).as("the code goes nowhere again").hasValue(1);
    }

    @Test
    void a_code_that_was_used_lets_nobody_in_with_a_new_state() {
        Got first = begin("");
        String back = provider.people.agree(URI.create(first.location()));
        open(back, first.cookie());
        Got second = begin("");
        String replayed = back.replaceFirst("state=.*", "state=" + state(second));
        assertRefused(open(replayed, second.cookie()), "code");
    }

    @Test
    void a_code_that_was_caught_is_worth_nothing_in_a_log_in_of_ones_own() {
        Got victim = begin("");
        String caught = provider.people.agree(URI.create(victim.location()));
        Got mine = begin("");
        assertRefused(open(caught.replaceFirst("state=.*", "state=" + state(mine)), mine.cookie()), "code");
        assertThat(accounts()).isEmpty();
    }

    @Test
    void nobody_is_logged_in_by_the_way_back_of_another_browser() {
        Got attacker = begin("");
        Got victim = begin("");
        String back = provider.people.agree(URI.create(attacker.location()));
        assertRefused(open(back, victim.cookie()), "not_begun");
        assertRefused(open(back, ""), "not_begun");
        assertIn(open(back, attacker.cookie()), "/");
    }

    @Test
    void the_token_of_another_log_in_is_refused() {
        provider.people.person = claims -> claims.claim("nonce", "that-of-somebody-else");
        assertRefused(logIn(), "token");
        provider.people.person = claims -> claims.claim("nonce", null);
        assertRefused(logIn(), "token");
        assertThat(refusals()).allMatch(reason -> reason.endsWith("The token is that of another log-in."));
    }

    @Test
    void the_token_of_another_client_is_refused() {
        provider.people.person = claims -> claims.audience("another");
        assertRefused(logIn(), "token");
        provider.people.person = claims -> claims.audience(List.of(TestingPeople.CLIENT, "another"));
        assertRefused(logIn(), "token");
        provider.people.person = claims ->
                claims.audience(List.of(TestingPeople.CLIENT, "another")).claim("azp", "another");
        assertRefused(logIn(), "token");
        provider.people.person = claims -> claims.claim("azp", "another");
        assertRefused(logIn(), "token");
        provider.people.person = claims -> claims.issuer("https://id.example.org");
        assertRefused(logIn(), "token");
        assertThat(accounts()).isEmpty();
        provider.people.person = claims ->
                claims.audience(List.of(TestingPeople.CLIENT, "another")).claim("azp", TestingPeople.CLIENT);
        assertIn(logIn(), "/tasks");
    }

    @Test
    void a_token_without_a_signature_of_the_provider_is_refused() {
        provider.people.sign = (_, claims) -> new PlainJWT(claims.build()).serialize();
        assertRefused(logIn(), "token");
        provider.people.sign = LogInAttackTest::withPublicKeyAsSecret;
        assertRefused(logIn(), "token");
        provider.people.sign = (from, claims) -> TestingProvider.signed(
                from.header().type(JOSEObjectType.JWT).build(), claims.build(), TestingProvider.key("first"));
        assertRefused(logIn(), "token");
        provider.people.sign = TestingProvider::identity;
        assertThat(accounts()).isEmpty();
    }

    private static String withPublicKeyAsSecret(TestingProvider from, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims.build());
            jwt.sign(new MACSigner(from.signing().toRSAPublicKey().getEncoded()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_access_token_does_not_pass_for_who_somebody_is() {
        provider.people.sign =
                (from, claims) -> TestingProvider.signed(from.header().build(), claims.build(), from.signing());
        assertRefused(logIn(), "token");
        assertThat(refusals().getFirst()).contains("does not say that it is an id_token");
        provider.people.sign = (from, claims) ->
                TestingProvider.signed(from.header().type(null).build(), claims.build(), from.signing());
        assertIn(logIn(), "/tasks");
    }

    @Test
    void a_new_key_of_the_provider_is_found_and_a_made_up_one_is_not() {
        assertIn(logIn(), "/tasks");
        provider.people.sign = (from, claims) -> TestingProvider.signed(
                from.header().type(JOSEObjectType.JWT).keyID("made-up").build(), claims.build(), from.signing());
        assertRefused(logIn(), "token");
        assertThat(accounts()).hasSize(1);
    }

    @Test
    void the_name_of_a_local_administrator_does_not_make_one() {
        api.post("/api/v1/accounts", "{\"name\": \"ada\", \"role\": \"administrator\"}");
        Got in = logIn();
        assertThat(open(api.writ.url() + "/api/v1/session", in.cookie()).body())
                .contains("\"name\":\"ada-2\"", "\"role\":\"operator\"");
        assertThat(accounts()).containsExactly("ada administrator", "ada-2 operator");
        provider.people.person = claims -> claims.subject("subject-2").claim("preferred_username", "user");
        assertThat(open(api.writ.url() + "/api/v1/session", logIn().cookie()).body())
                .contains("\"name\":\"user-2\"", "\"role\":\"operator\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/tasks\r\nSet-Cookie: a=b",
                "/tasks#write-key=0",
                "/tasks/../../evil",
                "/assets/x",
                "/login/openid",
                "/api/v1/session",
                "javascript:alert(1)",
                "tasks",
                ""
            })
    void nobody_is_sent_to_another_place(String to) {
        Got begun = begin("?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        assertIn(open(provider.people.agree(URI.create(begun.location())), begun.cookie()), "/");
    }

    @Test
    void the_way_back_at_twice_lets_in_once() throws InterruptedException {
        Got begun = begin("");
        String back = provider.people.agree(URI.create(begun.location()));
        Queue<String> ends = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            Thread.startVirtualThread(() -> {
                ends.add(open(back, begun.cookie()).location().replaceFirst("=.*", ""));
                done.countDown();
            });
        }
        done.await();
        assertThat(ends).filteredOn("/#write-key"::equals).hasSize(1);
        assertThat(ends).filteredOn("/#refused"::equals).hasSize(7);
        assertThat(accounts()).hasSize(1);
    }

    @Test
    void two_tabs_of_one_browser_do_not_spoil_each_others_log_in() {
        Got first = begin("?to=/tasks");
        Got second = open(api.writ.url() + START + "?to=/grants", first.cookie());
        assertThat(second.cookie()).isEqualTo(first.cookie());
        assertIn(open(provider.people.agree(URI.create(first.location())), second.cookie()), "/tasks");
        assertIn(open(provider.people.agree(URI.create(second.location())), second.cookie()), "/grants");
    }

    @Test
    void a_cookie_that_was_made_up_is_not_taken_on() {
        String name = begin("").cookie().replaceFirst("=.*", "");
        Got begun = open(api.writ.url() + START, name + "=chosen-by-somebody-else");
        assertThat(begun.cookie()).doesNotContain("chosen");
    }

    @Test
    void pages_of_others_cannot_begin_a_log_in_nor_end_one() {
        Got begun = open(
                api.writ.url() + START + "?to=/grants",
                "",
                "Sec-Fetch-Site",
                "cross-site",
                "Sec-Fetch-Dest",
                "document");
        assertThat(begun.location()).as("the gate").isEqualTo("/grants");
        assertThat(begun.cookies()).isEmpty();
        for (String dest : List.of("iframe", "image", "empty")) {
            assertThat(open(api.writ.url() + START + "/callback?state=x&code=y", "", "Sec-Fetch-Dest", dest)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(refusals()).as("and close the door for nobody").isEmpty();
    }

    @Test
    void a_value_that_is_there_twice_counts_for_nothing() {
        Got begun = begin("");
        String back = provider.people.agree(URI.create(begun.location()));
        assertRefused(open(back + "&state=other", begun.cookie()), "not_begun");
        assertRefused(open(back + "&code=other", begun.cookie()), "provider_error");
    }

    @Test
    void the_answer_of_another_provider_is_refused() {
        Got begun = begin("");
        String back = provider.people.agree(URI.create(begun.location()));
        assertRefused(open(back + "&iss=https%3A%2F%2Fid.example.org", begun.cookie()), "token");
        assertThat(provider.people.exchanges)
                .as("the code is not shown to anybody")
                .hasValue(0);
    }

    private static String state(Got begun) {
        return begun.location().replaceFirst(".*[&?]state=([^&]*).*", "$1");
    }
}
