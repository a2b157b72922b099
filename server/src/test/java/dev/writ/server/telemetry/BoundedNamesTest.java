package dev.writ.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** There are never more names than a bound. */
class BoundedNamesTest {
    private final BoundedNames names =
            new BoundedNames(Set.of("terminal")::contains, name -> name.startsWith("server__"), 3);

    @Test
    void the_first_of_others_keep_their_names_and_the_rest_are_one() {
        assertThat(IntStream.range(0, 6).mapToObj(i -> names.of("server__" + i)))
                .containsExactly("server__0", "server__1", "server__2", "other", "other", "other");
        assertThat(names.of("server__1")).isEqualTo("server__1");
    }

    @Test
    void own_names_take_no_place_and_what_does_not_exist_takes_none_either() {
        assertThat(names.of("terminal")).isEqualTo("terminal");
        assertThat(names.of("make_up_" + "x".repeat(500))).isEqualTo("unknown");
        assertThat(IntStream.range(0, 3).mapToObj(i -> names.of("server__" + i)))
                .doesNotContain("other");
    }

    @Test
    void many_at_once_do_not_exceed_it() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 10_000).parallel().forEach(i -> seen.add(names.of("server__" + i)));
        assertThat(seen).hasSize(4).contains("other");
    }
}
