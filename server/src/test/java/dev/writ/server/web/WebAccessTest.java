package dev.writ.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WebAccessTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final WebAccess access = new WebAccess(
            token -> Optional.of("ada").filter(_ -> token.equals("token of ada")), () -> now, new Random(1));

    @Test
    void the_token_of_an_account_opens_a_session_of_its_person() {
        Sessions.Opened opened = access.logIn("token of ada");
        assertThat(access.sessions().find(opened.cookie()).orElseThrow().person())
                .isEqualTo("ada");
    }

    @Test
    void a_link_opens_one_session_once() {
        String token = access.links().create("user").token();
        Sessions.Opened opened = access.logIn(token);
        assertThat(access.sessions().find(opened.cookie())).isPresent();
        assertFails(() -> access.logIn(token), FailureCode.UNAUTHENTICATED);
    }

    @Test
    void a_link_is_too_old_after_ten_minutes() {
        String token = access.links().create("user").token();
        now = now.plus(LoginLinks.LIFETIME).plusMillis(1);
        assertFails(() -> access.logIn(token), FailureCode.UNAUTHENTICATED);
    }

    @Test
    void of_twenty_one_links_the_first_no_longer_works() {
        String first = access.links().create("user").token();
        String second = access.links().create("user").token();
        IntStream.range(0, 19).forEach(_ -> access.links().create("user"));
        assertFails(() -> access.logIn(first), FailureCode.UNAUTHENTICATED);
        assertThat(access.logIn(second).cookie()).hasSize(64);
    }

    @Test
    void ten_wrong_links_close_the_door_for_a_minute_even_for_a_right_one() {
        String right = access.links().create("user").token();
        IntStream.range(0, 10)
                .forEach(number -> assertFails(() -> access.logIn("guess" + number), FailureCode.UNAUTHENTICATED));
        assertFails(() -> access.logIn(right), FailureCode.LIMIT_REACHED);
        now = now.plusSeconds(61);
        assertThat(access.logIn(right).cookie()).hasSize(64);
    }

    @Test
    void a_session_ends_a_day_after_it_began_however_busy_it_was() {
        Sessions.Opened opened = access.sessions().open("user");
        for (int hour = 1; hour < 24; hour++) {
            now = now.plus(Duration.ofHours(1));
            assertThat(access.sessions().find(opened.cookie())).isPresent();
        }
        now = now.plus(Duration.ofHours(1));
        assertThat(access.sessions().find(opened.cookie())).isEmpty();
    }

    @Test
    void a_session_ends_after_eight_quiet_hours_and_to_ask_whether_it_is_open_is_no_request() {
        Sessions.Opened opened = access.sessions().open("user");
        Sessions.Session session = access.sessions().find(opened.cookie()).orElseThrow();
        now = now.plus(Sessions.LONGEST_PAUSE);
        assertThat(access.sessions().isOpen(session)).isTrue();
        now = now.plusSeconds(1);
        assertThat(access.sessions().isOpen(session)).isFalse();
        assertThat(access.sessions().find(opened.cookie())).isEmpty();
    }

    @Test
    void the_twenty_first_session_ends_the_one_that_was_quiet_for_longest() {
        Sessions.Opened first = access.sessions().open("user");
        Sessions.Opened second = access.sessions().open("user");
        access.sessions().find(first.cookie());
        IntStream.range(0, 19).forEach(_ -> access.sessions().open("user"));
        assertThat(access.sessions().find(first.cookie())).isPresent();
        assertThat(access.sessions().find(second.cookie())).isEmpty();
    }

    @Test
    void only_its_own_key_lets_a_session_write() {
        Sessions.Opened mine = access.sessions().open("user");
        Sessions.Opened other = access.sessions().open("user");
        Sessions.Session session = access.sessions().find(mine.cookie()).orElseThrow();
        assertThat(session.mayWrite(mine.writeKey())).isTrue();
        assertThat(session.mayWrite(other.writeKey())).isFalse();
        assertThat(session.mayWrite(mine.cookie())).isFalse();
        assertThat(session.mayWrite("")).isFalse();
    }

    private static void assertFails(ThrowingCallable call, FailureCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WritException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
    }
}
