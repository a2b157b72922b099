package dev.writ.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a TLS client wants to speak to, read from what it says first. */
class ClientHelloTest {
    @Test
    void the_name_is_read_from_what_java_sends() throws Exception {
        assertThat(ClientHello.read(TestingHello.ofJava("repo.example.org")))
                .contains(new ClientHello(Optional.of("repo.example.org")));
    }

    @Test
    void one_without_a_name_has_none() throws Exception {
        assertThat(ClientHello.read(TestingHello.of(TestingHello.extension(43, new byte[3]))))
                .contains(new ClientHello(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void it_may_come_in_many_records(int most) throws Exception {
        byte[] hello = TestingHello.inPieces(TestingHello.of(TestingHello.named("a.example.org")), most);
        assertThat(ClientHello.read(hello)).contains(new ClientHello(Optional.of("a.example.org")));
    }

    @Test
    void until_all_is_there_nothing_is_decided() throws Exception {
        byte[] hello = TestingHello.of(TestingHello.named("a.example.org"));
        for (int length = 0; length < hello.length; length++) {
            assertThat(ClientHello.read(Arrays.copyOf(hello, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
        assertThat(ClientHello.read(hello)).isPresent();
    }

    @Test
    void one_that_hides_its_name_is_refused() {
        byte[] hello = TestingHello.of(
                TestingHello.named("cover.example.org"), TestingHello.extension(TestingHello.ENCRYPTED, new byte[40]));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> ClientHello.read(hello))
                .withMessageContaining("hides its server name");
    }

    @Test
    void one_that_can_be_read_in_two_ways_is_refused() {
        for (byte[] hello : new byte[][] {
            TestingHello.of(TestingHello.named("a.example.org"), TestingHello.named("b.example.org")),
            TestingHello.of(TestingHello.extension(
                    TestingHello.SERVER_NAME, TestingHello.names("a.example.org", "b.example.org"))),
            TestingHello.of(TestingHello.extension(TestingHello.SERVER_NAME, new byte[] {0, 9, 0, 0, 1, 'a'})),
            {22, 3, 1, 0, 4, 2, 0, 0, 0},
            {22, 3, 1, 0, 0},
            {22, 2, 1, 0, 4},
            {'G', 'E', 'T', ' ', '/'}
        }) {
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> ClientHello.read(hello));
        }
    }

    @Property(tries = 20_000)
    void whatever_comes_it_is_read_or_refused(@ForAll @Size(max = 120) byte[] noise, @ForAll int at) {
        byte[] hello = TestingHello.of(TestingHello.named("a.example.org"));
        int from = Math.floorMod(at, hello.length);
        System.arraycopy(noise, 0, hello, from, Math.min(noise.length, hello.length - from));
        try {
            assertThat(ClientHello.read(hello)).isNotNull();
        } catch (Refused refusal) {
            assertThat(refusal.reason()).isNotEmpty();
        }
    }
}
