package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.net.InetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts have one spelling; what hides another host, or could be read as one, is none. */
class HostTest {
    @ParameterizedTest
    @CsvSource({
        "repo.example.org, repo.example.org:443",
        "REPO.Example.Org, repo.example.org:443",
        "repo.example.org:8443, repo.example.org:8443",
        "a-b.1x.example:1, a-b.1x.example:1",
        "bücher.example, xn--bcher-kva.example:443",
        "BÜCHER.example, xn--bcher-kva.example:443",
        "xn--bcher-kva.example, xn--bcher-kva.example:443",
        "192.0.2.1, 192.0.2.1:443",
        "127.0.0.1:8080, 127.0.0.1:8080",
        "[::1], [::1]:443",
        "[2001:DB8:0:0:1:0:0:1]:80, [2001:db8::1:0:0:1]:80",
        "[2001:db8:0:1:1:1:1:1], [2001:db8:0:1:1:1:1:1]:443",
        "[fe80:0:0:0:0:0:0:0], [fe80::]:443"
    })
    void each_has_one_form(String written, String form) {
        Host host = Host.parse(written);
        assertThat(host).hasToString(form);
        assertThat(Host.parse(form)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Addresses in disguise.
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "127.0.0.0x1",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.256",
                "1.2.3.4.5",
                "256.256.256.256",
                "1.2.3.",
                ".1.2.3.4",
                "0.0.0.0",
                "0.1.2.3",
                "1..2.3",
                "①②⑦.⓪.⓪.①",
                "１２７.0.0.1",
                "127。0。0。1",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::7f00:1]",
                "[::]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b:1::1]",
                "[2002:7f00:1::]",
                "[2001:0:7f00:1::]",
                "[fe80::1%eth0]",
                "[fe80::1%25eth0]",
                "::1",
                "[::1",
                "::1]",
                "[127.0.0.1]",
                "[1:2:3:4:5:6:7:8:9]",
                "[:::]",
                "[g::1]",
                "[]",
                "[repo.example.org]",
                "[::1]x",
                "[::1]:",
                // Names in disguise.
                "localhost",
                "x.localhost",
                "LOCALHOST.localhost",
                "intranet",
                "repo.example.org.",
                "repo..example.org",
                ".example.org",
                "repo_x.example.org",
                "-a.example.org",
                "a-.example.org",
                "straße.example",
                "ｅxample.org",
                "exa\u00admple.org",
                "exam\u200dple.org",
                "example\u3002org",
                "xn--.example",
                "xn--a.example",
                "xn--example-.org",
                "xn--bcher-kVa\u0000.example",
                // Other things.
                "",
                ".",
                ":",
                "example.org:",
                "example.org:0",
                "example.org:00443",
                "example.org:65536",
                "example.org:-1",
                "example.org:+80",
                "example.org:80:80",
                "example.org:８０",
                "http://example.org",
                "example.org/",
                "user@example.org",
                "example.org#x",
                "example.org?x",
                "example.org\\x",
                "example%2eorg",
                "exam ple.org",
                " example.org",
                "example.org ",
                "example.org\n",
                "example.org\r\nx",
                "example.org\u0000",
                "*",
                "*.org",
                "a*.example.org"
            })
    void what_hides_another_or_is_none_is_refused_with_a_way_out(String text) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> Host.parse(text))
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
                    assertThat(e.failure().hint()).contains("repo.example.org:8443");
                });
    }

    @Test
    void one_longer_than_names_can_be_is_refused() {
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> Host.parse("a.".repeat(126) + "aa.org"));
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> Host.parse("a".repeat(64) + ".org"));
        assertThat(Host.parse("a".repeat(63) + ".org").isAddress()).isFalse();
    }

    @Property(tries = 20_000)
    void what_is_read_has_one_form_and_is_an_address_only_where_it_is_written_as_one(
            @ForAll
                    @StringLength(max = 24)
                    @Chars({'.', '.', ':', '[', ']', '-', 'x', 'n', '*', '%', '@', '/', 'é', '。', '\u0000'})
                    @CharRange(from = '0', to = '9')
                    @CharRange(from = 'a', to = 'f')
                    String text) {
        Host host;
        try {
            host = Host.parse(text);
        } catch (WritException e) {
            assertThat(e.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS);
            return;
        }
        assertThat(Host.parse(host.toString())).isEqualTo(host);
        assertThat(host.name()).matches("[a-z0-9.-]+|[0-9a-f:]+");
        if (host.isAddress()) {
            assertThat(InetAddress.ofLiteral(host.name())).isEqualTo(host.address());
        } else {
            // No program on the way may take it for an address.
            assertThat(host.name().substring(host.name().lastIndexOf('.') + 1)).doesNotMatch("[0-9]+|0x[0-9a-f]*");
        }
    }
}
