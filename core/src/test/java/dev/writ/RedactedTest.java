package dev.writ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedTest {
    private static final String KEY =
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAx0\nYmFzZTY0\n-----END RSA PRIVATE KEY-----";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws-key| AKIAIOSFODNN7EXAMPLE ",
                "github-token|ghp_16C7e42F292c6912E7710c838347Ae178B4a",
                "github-token|github_pat_11ABCDEFG0abcdefghijklmnop",
                "gitlab-token|glpat-abcdefghij0123456789",
                "slack-token|xoxb-1234567890-abcdef",
                "api-key|sk-proj-abcdefghij0123456789ABCDEFGH",
                "api-key|sk-ant-api03-abcdefghij0123456789",
                "jwt|eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
                "bearer-token|Authorization: Bearer mF_9.B5f-4.1JqM",
                "url-password|postgres://writ:s3cr3tPW@db:5432/x",
                "assigned-secret|password=hunter2",
                "assigned-secret|PASSWORD=hunter2",
                "assigned-secret|DB_PASSWORD=hunter",
                "assigned-secret|password: hunter2",
                "assigned-secret|{\"api_key\": \"abc-def-ghi\"}",
                "assigned-secret|{'token': 'abc-def-ghi'}",
                "assigned-secret|https://x/?token=abcdef&page=2",
                "assigned-secret|client_secret = s3cr3t!",
                "assigned-secret|githubToken=abcdef",
                "assigned-secret|--api-key=abcdef",
                "high-entropy|SIGNING=q8Zx2Lk9Vb3Nm7Pw4Rt6Yh1Jd5Fs0Gc",
            })
    void secrets_of_known_forms_are_replaced(String kindAndText) {
        String kind = kindAndText.substring(0, kindAndText.indexOf('|'));
        String text = kindAndText.substring(kind.length() + 1);
        Redacted redacted = Redacted.of(text);
        assertThat(redacted.text()).contains("[redacted:" + kind + "]");
        assertThat(redacted.replaced()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PWD=/home/user/project",
                "OLDPWD=/tmp",
                "input_tokens: 1234, max_tokens=4096",
                "String token = request.token();",
                "password = getpass()",
                "password = os.environ[\"DB\"]",
                "if token == other:",
                "password: null",
                "api_key: ${API_KEY}",
                "commit 3f786850e387550fdab836ed7e6dc881de23001b",
                "sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "task_06f3k2m9q8w1x7z4b5n0 started",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "class SecretForm implements Token",
                "PATH=/usr/local/bin:/usr/bin:/bin",
                "at dev.writ.sandbox.Sandbox.start(Sandbox.java:82)",
            })
    void ordinary_text_stays(String text) {
        assertThat(Redacted.of(text).text()).isEqualTo(text);
    }

    @Test
    void the_text_around_a_secret_stays() {
        assertThat(Redacted.of("user=ann password=hunter2 host=db").text())
                .isEqualTo("user=ann password=[redacted:assigned-secret] host=db");
        assertThat(Redacted.of("{\"token\": \"abc\", \"n\": 1}").text())
                .isEqualTo("{\"token\": \"[redacted:assigned-secret]\", \"n\": 1}");
    }

    @Test
    void private_keys_are_replaced_whole_even_when_cut() {
        assertThat(Redacted.of("a\n" + KEY + "\nb").text()).isEqualTo("a\n[redacted:private-key]\nb");
        assertThat(Redacted.of("a\n" + KEY.substring(0, 50)).text()).isEqualTo("a\n[redacted:private-key]");
        assertThat(Redacted.of(KEY.substring(40) + "\nb").text()).isEqualTo("[redacted:private-key]\nb");
    }

    @Test
    void named_secrets_are_replaced_wherever_they_stand() {
        Redacted redacted =
                Redacted.of("xtopsecretx topsecret-longer", List.of("topsecret", "topsecret-longer", "x", ""));
        assertThat(redacted.text()).isEqualTo("x[redacted:secret]x [redacted:secret]");
        assertThat(redacted.replaced()).isEqualTo(2);
    }

    @Property
    void no_generated_secret_survives_in_any_surroundings(
            @ForAll("secrets") String secret,
            @ForAll @AlphaChars @StringLength(max = 20) String before,
            @ForAll @NumericChars @StringLength(max = 20) String after) {
        assertThat(Redacted.of(before + " " + secret + "\n" + after).text()).doesNotContain(secret);
    }

    @Property
    void redacting_twice_is_redacting_once(@ForAll("mixtures") String text) {
        String once = Redacted.of(text).text();
        assertThat(Redacted.of(once).text()).isEqualTo(once);
    }

    @Property
    void a_named_secret_never_survives(
            @ForAll @AlphaChars @StringLength(min = 4, max = 12) String secret, @ForAll String around) {
        assertThat(Redacted.of(around + secret + secret + around, List.of(secret))
                        .text())
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @Timeout(10)
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\n",
                "A",
                "a=",
                "password",
                "password=",
                "token: ",
                "-----END PRIVATE KEY-----",
                "eyJ",
                "bearer ",
                "a://",
                "a://b:",
                "\"",
                "secret_",
                "AKIA",
                "abcdefghABCDEFGH01234567\n",
                "pwd ="
            })
    void hostile_text_takes_no_long_time(String piece) {
        assertThatCode(() -> Redacted.of(piece.repeat(600_000 / piece.length())))
                .doesNotThrowAnyException();
        assertThatCode(() -> Redacted.of("PRIVATE KEY eyJ" + piece.repeat(600_000 / piece.length())))
                .doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<String> secrets() {
        Arbitrary<String> word = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(20)
                .ofMaxLength(60);
        Arbitrary<String> upper = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .ofLength(16);
        return Arbitraries.oneOf(
                word.map(text -> "ghp_" + text),
                word.map(text -> "sk-" + text),
                upper.map(text -> "AKIA" + text),
                word.map(text -> "password=" + text),
                word.map(text -> "Bearer " + text),
                Combinators.combine(word, word, word).as((a, b, c) -> "eyJ" + a + "." + b + "." + c),
                word.map(text -> "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----"));
    }

    @Provide
    Arbitrary<String> mixtures() {
        return Arbitraries.oneOf(
                        secrets(), Arbitraries.of("password", "=", ":", " ", "\"", "'", "token", "\n", "x1", KEY))
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }
}
