package dev.writ.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as its clients meet it. All services are on this machine's loopback, and names lead there. */
@Timeout(60)
class HostProxyTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final ProxyLimits ORDINARY = new ProxyLimits(8, 1 << 20, 32 << 10, LONG, LONG, LONG);

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private TestingService service;
    private HostProxy proxy;

    @BeforeEach
    void open() throws IOException {
        service = opened(TestingService.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
        open(ORDINARY);
    }

    private void open(ProxyLimits limits) throws IOException {
        Resolver turning =
                name -> List.of(InetAddress.ofLiteral(lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2"));
        PinnedAddresses addresses = new PinnedAddresses(turning, address -> true);
        Path socket = folder.resolve("proxy-" + opened.size());
        proxy = opened(HostProxy.open(socket, List.of(address(), name()), addresses, limits));
        path = socket;
    }

    private Path path = Path.of("proxy");

    private Host address() {
        return Host.parse("127.0.0.1:" + service.port());
    }

    private Host name() {
        return Host.parse("repo.example.org:" + service.port());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void a_plain_request_is_passed_on_and_counted() throws Exception {
        assertThat(client().say(plain(name(), "")).all()).endsWith("\r\n\r\nhello");
        assertThat(service.heard()).isEqualTo("GET / HTTP/1.1\r\nHost: " + name() + "\r\nConnection: close\r\n\r\n");
        assertThat(proxy.use().refused()).isEmpty();
        assertThat(proxy.use().made()).singleElement().satisfies(made -> {
            assertThat(made.host()).isEqualTo(name());
            assertThat(made.connections()).isEqualTo(1);
        });
    }

    @Test
    void a_body_is_passed_on_to_its_end_and_nothing_behind_it() throws Exception {
        String behind = plain(name(), "");
        client().say(plain(name(), "Content-Length: 4\r\n", "POST") + "abcd" + behind)
                .all();
        assertThat(service.heard()).endsWith("\r\n\r\nabcd");
        client().say(plain(name(), "Transfer-Encoding: chunked\r\n", "POST")
                        + "3\r\nabc\r\n00A\r\n0123456789\r\n0\r\n\r\n" + behind)
                .all();
        assertThat(service.heard()).endsWith("\r\n\r\n3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n");
    }

    @Test
    void pieces_of_a_body_that_can_be_read_in_two_ways_end_it() throws Exception {
        for (String body : List.of(
                "3;x=y\r\nabc\r\n",
                "3\nabc\r\n",
                "0x3\r\nabc\r\n",
                "3\r\nabcd\r\n",
                "-1\r\n",
                " 3\r\n",
                "3\r\nabc\r\n0\r\nHost: other\r\n\r\n",
                "fffffffffffffffff\r\n")) {
            client().say(plain(name(), "Transfer-Encoding: chunked\r\n", "POST") + body)
                    .all();
            assertThat(service.heard()).as(body).doesNotContain("0\r\n\r\n").doesNotContain("other");
        }
        assertThat(proxy.use().refused())
                .isNotEmpty()
                .allMatch(refusal -> refusal.host().equals(name().toString()));
    }

    @Test
    void what_was_not_named_is_refused_and_named() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(client().say("CONNECT other.example.org:443 HTTP/1.1\r\n\r\n")
                            .all())
                    .startsWith("HTTP/1.1 403 ")
                    .contains("Writ's proxy refused");
        }
        assertThat(proxy.use().refused())
                .containsExactly(new NetworkUse.Refusal("other.example.org:443", NetworkUse.NOT_NAMED, 2));
        assertThat(lookUps).hasValue(0);
    }

    @Test
    void a_command_cannot_make_us_remember_without_end() throws Exception {
        for (int i = 0; i < 30; i++) {
            client().say("CONNECT h" + i + ".example.org:443 HTTP/1.1\r\n\r\n").all();
        }
        assertThat(proxy.use().refused()).hasSize(20);
        assertThat(proxy.use().others()).isEqualTo(10);
    }

    @Test
    void what_a_client_sends_cannot_format_what_is_told_of_it() throws Exception {
        client().say("CONNECT \u001b[31m\u00e9:443 HTTP/1.1\r\n\r\n").all();
        client().say("CONNECT a~b'c:443 HTTP/1.1\r\n\r\n").all();
        assertThat(proxy.use().refused())
                .hasSize(2)
                .allMatch(refusal -> (refusal.host() + refusal.reason()).matches("[ -~]*"));
    }

    @Test
    void a_name_is_looked_up_once_and_leads_where_it_led_first() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(client().say(plain(name(), "")).all()).endsWith("hello");
        }
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void tls_to_the_named_server_goes_through_as_it_is() throws Exception {
        byte[] hello = TestingHello.inPieces(TestingHello.ofJava("Repo.Example.Org"), 50);
        Client client = tunnel(name());
        client.say(hello);
        assertThat(client.all()).endsWith("hello");
        client.close();
        assertThat(service.heard()).isEqualTo(new String(hello, StandardCharsets.ISO_8859_1));
    }

    @Test
    void tls_to_another_server_behind_the_same_address_is_refused() throws Exception {
        for (byte[] hello : List.of(
                TestingHello.of(TestingHello.named("other.example.org")),
                TestingHello.of(TestingHello.named("repo.example.org.")),
                TestingHello.of(TestingHello.named("repo.example.org\u0000.example.net")),
                TestingHello.of(),
                TestingHello.of(
                        TestingHello.named("repo.example.org"),
                        TestingHello.extension(TestingHello.ENCRYPTED, new byte[9])),
                plain(name(), "").getBytes(StandardCharsets.US_ASCII))) {
            Client client = tunnel(name());
            client.say(hello);
            assertThat(client.all()).isEqualTo(new String(ClientHello.ALERT, StandardCharsets.ISO_8859_1));
            assertThat(service.heard()).isEmpty();
        }
        assertThat(proxy.use().refused())
                .isNotEmpty()
                .allMatch(refusal -> refusal.host().equals(name().toString()));
    }

    @Test
    void at_an_address_tls_names_no_server() throws Exception {
        Client named = tunnel(address());
        named.say(TestingHello.of(TestingHello.named("repo.example.org")));
        named.all();
        assertThat(service.heard()).isEmpty();

        Client unnamed = tunnel(address());
        unnamed.say(TestingHello.of());
        assertThat(unnamed.all()).endsWith("hello");
    }

    @Test
    void at_an_address_a_service_may_speak_first_and_anything() throws Exception {
        service = opened(new TestingService("220 ready\r\n".getBytes(StandardCharsets.US_ASCII), false));
        open(ORDINARY);
        Client client = tunnel(address());
        assertThat(client.some()).isEqualTo("220 ready\r\n");
        client.say("QUIT\r\n");
        client.close();
        assertThat(service.heard()).isEqualTo("QUIT\r\n");
    }

    @Test
    void a_client_that_takes_its_time_to_say_what_it_wants_is_left() throws Exception {
        open(new ProxyLimits(8, 1 << 20, 32 << 10, SHORT, LONG, LONG));
        Client client = client();
        client.say("CONNECT " + address() + " HTTP/1.1\r\nX: ");
        assertThat(client.all()).isEmpty();
    }

    @Test
    void a_connection_that_falls_silent_is_ended() throws Exception {
        service = opened(new TestingService(new byte[0], false));
        open(new ProxyLimits(8, 1 << 20, 32 << 10, LONG, LONG, SHORT));
        assertThat(tunnel(address()).all()).isEmpty();
    }

    @Test
    void a_head_without_end_is_refused() throws Exception {
        assertThat(client().say("GET http://" + address() + "/ HTTP/1.1\r\nX: " + "y".repeat(40_000))
                        .all())
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void more_connections_than_allowed_are_turned_away_until_there_is_a_place() throws Exception {
        service = opened(new TestingService(new byte[0], false));
        open(new ProxyLimits(2, 1 << 20, 32 << 10, LONG, LONG, LONG));
        Client first = tunnel(address());
        tunnel(address());
        assertThat(client().say("CONNECT " + address() + " HTTP/1.1\r\n\r\n").all())
                .startsWith("HTTP/1.1 503 ");
        first.close();
        String answer = "";
        while (!answer.startsWith("HTTP/1.1 200")) {
            answer = client().say("CONNECT " + address() + " HTTP/1.1\r\n\r\n").some();
        }
    }

    @Test
    void no_more_is_moved_than_a_command_may() throws Exception {
        service = opened(new TestingService(new byte[1 << 20], false));
        open(new ProxyLimits(8, 100_000, 32 << 10, LONG, LONG, LONG));
        assertThat(tunnel(address()).all().length()).isLessThanOrEqualTo(100_000);
        assertThat(tunnelOrNothing(address()).all()).isEmpty();
    }

    @Test
    void its_end_is_the_end_of_all_that_goes_through_it() throws Exception {
        service = opened(new TestingService(new byte[0], false));
        open(ORDINARY);
        Client client = tunnel(address());
        proxy.close();
        assertThat(client.all()).isEmpty();
        assertThat(service.heard()).isEmpty();
    }

    private static String plain(Host host, String fields) {
        return plain(host, fields, "GET");
    }

    private static String plain(Host host, String fields, String method) {
        return method + " http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
    }

    private Client tunnel(Host host) throws IOException {
        Client client = client().say("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(client.head()).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
        return client;
    }

    private Client tunnelOrNothing(Host host) throws IOException {
        return client().say("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    private Client client() throws IOException {
        return opened(new Client(SocketChannel.open(UnixDomainSocketAddress.of(path))));
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    private record Client(SocketChannel channel) implements AutoCloseable {
        Client say(String text) throws IOException {
            return say(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Client say(byte[] bytes) throws IOException {
            channel.write(ByteBuffer.wrap(bytes));
            return this;
        }

        /** What comes next, up to the first empty line and no further: what follows may be there already. */
        String head() throws IOException {
            ByteBuffer one = ByteBuffer.allocate(1);
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n") && channel.read(one) > 0) {
                head.append((char) one.flip().get());
                one.clear();
            }
            return head.toString();
        }

        /** What comes next: all of it that is there at once. */
        String some() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            channel.read(buffer);
            return text(buffer);
        }

        /** Everything until the end, however that comes. */
        String all() {
            ByteBuffer buffer = ByteBuffer.allocate(2 << 20);
            try {
                while (channel.read(buffer) >= 0) {}
            } catch (IOException e) {
                // The other side closed what it had not read.
            }
            return text(buffer);
        }

        private static String text(ByteBuffer buffer) {
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
