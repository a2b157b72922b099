package dev.writ.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.permission.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a name leads is decided once for each command. */
class PinnedAddressesTest {
    private static final Host NAME = Host.parse("repo.example.org");

    @Test
    void the_first_answer_holds_whatever_the_second_would_be() throws Exception {
        PinnedAddresses pinned = pinned(List.of("1.1.1.1"), List.of("127.0.0.1"));
        assertThat(pinned.of(NAME)).containsExactly(InetAddress.ofLiteral("1.1.1.1"));
        assertThat(pinned.of(NAME)).containsExactly(InetAddress.ofLiteral("1.1.1.1"));
        assertThat(pinned.of(Host.parse("repo.example.org:80"))).containsExactly(InetAddress.ofLiteral("1.1.1.1"));
    }

    @Test
    void a_first_answer_that_is_refused_stays_refused() {
        PinnedAddresses pinned = pinned(List.of("169.254.169.254"), List.of("1.1.1.1"));
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> pinned.of(NAME))
                    .withMessageContaining("closed network");
        }
    }

    @Test
    void of_several_addresses_only_the_open_ones_are_tried() throws Exception {
        assertThat(pinned(List.of("10.0.0.1", "2606:4700::1111", "::1", "1.1.1.1"))
                        .of(NAME))
                .containsExactly(InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("2606:4700::1111"));
    }

    @Test
    void an_address_that_is_named_itself_needs_nobody_to_look_it_up() throws Exception {
        assertThat(pinned().of(Host.parse("127.0.0.1:8080"))).containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void a_name_that_is_not_found_may_be_found_later() throws Exception {
        PinnedAddresses pinned = pinned(List.of(), List.of("1.1.1.1"));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> pinned.of(NAME))
                .withMessageContaining("not found");
        assertThat(pinned.of(NAME)).hasSize(1);
    }

    /** Each list is one answer; an empty one is "unknown". */
    @SafeVarargs
    @SuppressWarnings("varargs")
    private static PinnedAddresses pinned(List<String>... answers) {
        Queue<List<String>> left = new ArrayDeque<>(List.of(answers));
        return new PinnedAddresses(
                name -> {
                    List<String> answer = left.remove();
                    if (answer.isEmpty()) {
                        throw new UnknownHostException(name);
                    }
                    return answer.stream()
                            .flatMap(text -> Stream.of(InetAddress.ofLiteral(text)))
                            .toList();
                },
                AddressRule::isOpen);
    }
}
