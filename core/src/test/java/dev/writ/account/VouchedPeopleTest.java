package dev.writ.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.account.VouchedPeople.Admission;
import dev.writ.account.VouchedPeople.Person;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose account it is that a provider's word opens. */
class VouchedPeopleTest {
    private static final String ISSUER = "https://id.example.org";

    private Database database;
    private Accounts accounts;
    private VouchedPeople people;

    @BeforeEach
    void start(@TempDir Path folder) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z"));
        AtomicInteger ids = new AtomicInteger();
        database = SqliteStore.open(folder.resolve("writ.db"));
        EventLog events = new EventLog(database, clock, prefix -> prefix + "_" + ids.incrementAndGet());
        accounts = new Accounts(database, events, clock, new Random(7));
        people = new VouchedPeople(database, accounts, events);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Person person(String subject, String called, Role role) {
        return new Person(ISSUER, subject, called, role);
    }

    private Account admitted(Person person) {
        return ((Admission.Admitted) people.admit(person)).account();
    }

    private List<String> events() {
        return database.read(handle -> handle.createQuery("SELECT type || ' ' || entity FROM events ORDER BY seq")
                .mapTo(String.class)
                .list());
    }

    @Test
    void the_first_log_in_makes_an_account_and_the_next_finds_it_by_whatever_name() {
        assertThat(admitted(person("1", "ada", Role.OPERATOR)).createdBy()).isEqualTo("person:openid");
        assertThat(admitted(person("1", "countess", Role.OPERATOR)).name()).isEqualTo("ada");
        assertThat(accounts.list()).hasSize(1);
        assertThat(events()).containsExactly("account.created ada", "login.opened ada", "login.opened ada");
    }

    @Test
    void the_name_of_an_administrator_gives_nobody_the_administrators_account() {
        accounts.add("ada", Role.ADMINISTRATOR, "person:user");
        assertThat(admitted(person("1", "ada", Role.VIEWER)).name()).isEqualTo("ada-2");
        assertThat(admitted(person("2", "Ada@example.org", Role.VIEWER)).name()).isEqualTo("ada-3");
        assertThat(accounts.findOpen("ada").orElseThrow().role()).isEqualTo(Role.ADMINISTRATOR);
    }

    @Test
    void the_same_subject_of_another_issuer_is_somebody_else() {
        admitted(person("1", "ada", Role.VIEWER));
        assertThat(admitted(new Person("https://other.example.org", "1", "ada", Role.VIEWER))
                        .name())
                .isEqualTo("ada-2");
    }

    @Test
    void the_name_of_who_acts_by_itself_is_nobodys() {
        assertThat(admitted(person("1", "user", Role.VIEWER)).name()).isEqualTo("user-2");
        assertThat(admitted(person("2", "openid", Role.VIEWER)).name()).isEqualTo("openid-2");
    }

    @Test
    void the_role_is_that_of_the_last_log_in() {
        admitted(person("1", "ada", Role.ADMINISTRATOR));
        assertThat(admitted(person("1", "ada", Role.VIEWER)).role()).isEqualTo(Role.VIEWER);
        assertThat(accounts.findOpen("ada").orElseThrow().role()).isEqualTo(Role.VIEWER);
        assertThat(events())
                .containsExactly(
                        "account.created ada", "login.opened ada", "account.role_changed ada", "login.opened ada");
    }

    @Test
    void who_was_lowered_by_hand_stays_so_until_given_more_by_hand() {
        admitted(person("1", "ada", Role.ADMINISTRATOR));
        accounts.changeRole("ada", Role.VIEWER, "person:user");
        assertThat(admitted(person("1", "ada", Role.ADMINISTRATOR)).role()).isEqualTo(Role.VIEWER);
        accounts.changeRole("ada", Role.APPROVER, "person:user");
        assertThat(admitted(person("1", "ada", Role.ADMINISTRATOR)).role()).isEqualTo(Role.APPROVER);
        accounts.changeRole("ada", Role.ADMINISTRATOR, "person:user");
        assertThat(admitted(person("1", "ada", Role.OPERATOR)).role())
                .as("more by hand than the rules say lasts until the next log-in")
                .isEqualTo(Role.OPERATOR);
    }

    @Test
    void who_was_kept_out_stays_out_with_the_role_that_the_account_had() {
        admitted(person("1", "ada", Role.VIEWER));
        accounts.end("ada", "person:user");
        assertThat(people.admit(person("1", "ada", Role.ADMINISTRATOR))).isEqualTo(new Admission.ShutOut("ada"));
        assertThat(accounts.findOpen("ada")).isEqualTo(Optional.empty());
        assertThat(accounts.list()).extracting(Account::role).containsExactly(Role.VIEWER);
        assertThat(events()).last().isEqualTo("login.refused ada");
    }

    @Test
    void who_has_no_name_that_can_be_written_gets_no_account() {
        assertThat(people.admit(person("1", "\u202e \u4e2d", Role.VIEWER))).isEqualTo(new Admission.Nameless());
        assertThat(accounts.list()).isEmpty();
        assertThat(events()).containsExactly("login.refused openid");
    }

    @Test
    void twenty_first_log_ins_of_one_person_at_once_make_one_account() throws InterruptedException {
        Set<String> names = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            Thread.startVirtualThread(() -> {
                names.add(admitted(person("1", "ada", Role.VIEWER)).name());
                done.countDown();
            });
        }
        done.await();
        assertThat(names).containsExactly("ada");
        assertThat(accounts.list()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ada, ada",
        "Ada Lovelace, ada-lovelace",
        "ada.l@example.org, ada.l",
        "Zoë Müller, zoe-muller",
        "7ada, ada",
        "@ada, ada",
        "ada/../root, ada-..-root",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee, aaaaaaaaaabbbbbbbbbbccccccccccddddddddd"
    })
    void names_are_brought_into_the_form_of_names_here(String called, String name) {
        assertThat(PersonName.near(called)).contains(name);
        assertThat(PersonName.isUsable(name)).isTrue();
        assertThat(PersonName.isUsable(PersonName.numbered(name, 999))).isTrue();
    }
}
