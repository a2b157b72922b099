package dev.writ.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.permission.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the proxy have one reading, or are refused. In these texts a bar ends a line. */
class RequestHeadTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT repo.example.org:443 HTTP/1.1|Host: repo.example.org:443",
                "CONNECT repo.example.org:443 HTTP/1.1|Host: repo.example.org",
                "CONNECT REPO.example.org:443 HTTP/1.1|host:repo.Example.org:443 |User-Agent: x|Proxy-Connection: y",
                "CONNECT repo.example.org:443 HTTP/1.0"
            })
    void a_tunnel_goes_where_it_says(String text) throws Exception {
        assertThat(parse(text)).isEqualTo(new RequestHead.Tunnel(Host.parse("repo.example.org:443")));
    }

    @Test
    void a_request_is_sent_on_as_a_server_expects_it_and_without_what_is_meant_for_proxies() throws Exception {
        RequestHead head = parse("POST http://repo.example.org:8080/a/b?c=d HTTP/1.1|Host: repo.example.org:8080|"
                + "Accept: */*|Proxy-Authorization: Basic x|Proxy-Connection: keep-alive|X-Own: 1|Connection: x-own, close|"
                + "Upgrade: h2c|Content-Length: 5");
        assertThat(head)
                .isEqualTo(new RequestHead.Forward(
                        Host.parse("repo.example.org:8080"),
                        "POST /a/b?c=d HTTP/1.1\r\nHost: repo.example.org:8080\r\nAccept: */*\r\nContent-Length: 5\r\n"
                                + "Connection: close\r\n\r\n",
                        new RequestHead.Body.Sized(5)));
    }

    @Test
    void without_a_port_a_plain_request_goes_to_80_and_an_empty_path_is_the_root() throws Exception {
        assertThat(parse("GET http://a.example HTTP/1.1|Host: a.example"))
                .isInstanceOfSatisfying(RequestHead.Forward.class, forward -> {
                    assertThat(forward.target()).isEqualTo(Host.parse("a.example:80"));
                    assertThat(forward.text()).startsWith("GET / HTTP/1.1\r\nHost: a.example\r\n");
                });
        assertThat(parse("GET HTTP://a.example?x HTTP/1.1|Host: a.example:80"))
                .isInstanceOfSatisfying(
                        RequestHead.Forward.class,
                        forward -> assertThat(forward.text()).startsWith("GET /?x HTTP/1.1\r\nHost: a.example\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // First lines.
                "",
                "GET",
                "GET / HTTP/1.1|Host: a.example",
                "GET http://a.example/ HTTP/1.0|Host: a.example",
                "GET http://a.example/ HTTP/2.0|Host: a.example",
                "GET  http://a.example/ HTTP/1.1|Host: a.example",
                "GET http://a.example/ HTTP/1.1 |Host: a.example",
                "GET\thttp://a.example/ HTTP/1.1|Host: a.example",
                "get http://a.example/ HTTP/1.1|Host: a.example",
                "GET http://a.example/\u00e9 HTTP/1.1|Host: a.example",
                "GET http://a.example/ x HTTP/1.1|Host: a.example",
                "GET http://a.example/\nX HTTP/1.1|Host: a.example",
                "GET https://a.example/ HTTP/1.1|Host: a.example",
                "GET ftp://a.example/ HTTP/1.1|Host: a.example",
                "GET file:///etc/passwd HTTP/1.1|Host: a.example",
                "OPTIONS * HTTP/1.1|Host: a.example",
                // Targets.
                "CONNECT a.example HTTP/1.1",
                "CONNECT a.example: HTTP/1.1",
                "CONNECT [::1] HTTP/1.1",
                "CONNECT http://a.example:443 HTTP/1.1",
                "CONNECT a.example:443/ HTTP/1.1",
                "CONNECT u@a.example:443 HTTP/1.1",
                "CONNECT a.example.:443 HTTP/1.1",
                "CONNECT 0x7f.1:443 HTTP/1.1",
                "CONNECT 2130706433:443 HTTP/1.1",
                "CONNECT a%2eexample:443 HTTP/1.1",
                "CONNECT localhost:443 HTTP/1.1",
                "CONNECT a.example:0443 HTTP/1.1",
                "CONNECT [::ffff:127.0.0.1]:443 HTTP/1.1",
                "CONNECT a.example:443:443 HTTP/1.1",
                "GET http://u@a.example/ HTTP/1.1|Host: a.example",
                "GET http://a.example\\@b.example/ HTTP/1.1|Host: a.example",
                "GET http://a.example#@b.example/ HTTP/1.1|Host: a.example",
                "GET http:///x HTTP/1.1|Host: a.example",
                "GET http://a.example/#x HTTP/1.1|Host: a.example",
                // Hosts that disagree.
                "GET http://a.example/ HTTP/1.1",
                "GET http://a.example/ HTTP/1.1|Host: b.example",
                "GET http://a.example/ HTTP/1.1|Host: a.example:81",
                "GET http://a.example/ HTTP/1.1|Host:",
                "GET http://a.example/ HTTP/1.1|Host: a.example|Host: a.example",
                "GET http://a.example/ HTTP/1.1|Host: a.example|host: b.example",
                "GET http://a.example/ HTTP/1.1|Host: a.example, b.example",
                "CONNECT a.example:443 HTTP/1.1|Host: b.example:443",
                "CONNECT a.example:443 HTTP/1.1|Host: a.example:80",
                // Fields.
                "GET http://a.example/ HTTP/1.1|Host : a.example",
                "GET http://a.example/ HTTP/1.1| Host: a.example",
                "GET http://a.example/ HTTP/1.1|Host: a.example|X: y| folded",
                "GET http://a.example/ HTTP/1.1|Host: a.example|X",
                "GET http://a.example/ HTTP/1.1|Host: a.example|: x",
                "GET http://a.example/ HTTP/1.1|Host: a.example|X y: z",
                "GET http://a.example/ HTTP/1.1|Host: a.example|X: a\nHost: b.example",
                "GET http://a.example/ HTTP/1.1|Host: a.example|X: a\rHost: b.example",
                "GET http://a.example/ HTTP/1.1|Host: a.example|X: a\u0000b",
                "GET http://a.example/ HTTP/1.1|Host: a.example|",
                // Lengths.
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length: 1|Content-Length: 1",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length: 1, 1",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length: +1",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length: 0x1",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length: -1",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length:",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length: 9999999999999999999",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Content-Length: 1|Transfer-Encoding: chunked",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Transfer-Encoding: gzip, chunked",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Transfer-Encoding: xchunked",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Transfer-Encoding: identity",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Connection: content-length|Content-Length: 5",
                "POST http://a.example/ HTTP/1.1|Host: a.example|Connection: Transfer-Encoding|Transfer-Encoding: chunked",
                "CONNECT a.example:443 HTTP/1.1|Content-Length: 5",
                "CONNECT a.example:443 HTTP/1.1|Transfer-Encoding: chunked"
            })
    void what_two_readers_could_take_for_two_things_is_refused(String text) {
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> parse(text)).satisfies(refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.reason()).isNotEmpty();
        });
    }

    private static RequestHead parse(String text) throws Refused {
        return RequestHead.parse(text.replace("|", "\r\n"));
    }
}
