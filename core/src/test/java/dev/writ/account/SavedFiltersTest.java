package dev.writ.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.FailureCode;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedFiltersTest {
    private Database database;
    private EventLog events;
    private SavedFilters filters;

    @BeforeEach
    void open(@TempDir Path folder) {
        TestingClock clock = new TestingClock();
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
        database = SqliteStore.open(folder.resolve("writ.db"));
        events = new EventLog(database, clock, ids);
        filters = new SavedFilters(database, events, clock, ids);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private FailureCode refused(String person, String name, String address) {
        return catchThrowableOfType(WritException.class, () -> filters.save(person, name, address))
                .failure()
                .code();
    }

    @Test
    void everybodyHasTheirOwn() {
        SavedFilter denied = filters.save("ada", " refused calls ", "/events?type=tool.denied");
        filters.save("bob", "refused calls", "/tasks?view=Failed");

        assertThat(filters.of("ada")).containsExactly(denied);
        assertThat(denied.name()).isEqualTo("refused calls");
        assertThat(filters.of("eve")).isEmpty();
        assertThat(catchThrowableOfType(WritException.class, () -> filters.delete("bob", denied.id()))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.NOT_FOUND);
        filters.delete("ada", denied.id());
        assertThat(filters.of("ada")).isEmpty();
        assertThat(filters.of("bob")).hasSize(1);
    }

    @Test
    void theLogSaysThatOneWasKeptAndNotWhich() {
        filters.save("ada", "my own", "/events?type=secret");

        assertThat(events.find(EventFilter.all().ofType("filter.saved")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.actor()).isEqualTo("person:ada");
                    assertThat(event.data()).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/events",
                "//example.org/events",
                "/events/../../etc",
                "/settings",
                "/events#login=1",
                "/events?type=a b",
                "/events?a=\\\\example.org",
                "javascript:alert(1)",
                "/eventsandmore",
                "events",
                "/events?type=\u202e"
            })
    void noOtherAddressIsKept(String address) {
        assertThat(refused("ada", "a", address)).isEqualTo(FailureCode.INVALID_ARGUMENTS);
    }

    @Test
    void lengthsAndNamesHaveLimits() {
        assertThat(refused("ada", "a", "/events?" + "x".repeat(1_001))).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        assertThat(filters.save("ada", "a".repeat(60), "/events?" + "x".repeat(1_000))
                        .address())
                .hasSize(1_008);
        for (String name : List.of(" ", "a".repeat(61), "a\u202eb", "a\nb", "a\u200bb")) {
            assertThat(refused("ada", name, "/events")).isEqualTo(FailureCode.INVALID_ARGUMENTS);
        }
    }

    @Test
    void aNameIsUsedOnce() {
        filters.save("ada", "a", "/events");

        assertThat(refused("ada", "a", "/tasks")).isEqualTo(FailureCode.CONFLICT);
        assertThat(filters.of("ada").getFirst().address()).isEqualTo("/events");
    }

    @Test
    void nobodyKeepsMoreThanTheMostHoweverManySaveAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> saves = IntStream.range(0, SavedFilters.MOST + 10)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            filters.save("ada", "filter " + i, "/tasks?q=" + i);
                            return true;
                        } catch (WritException e) {
                            assertThat(e.failure().code()).isEqualTo(FailureCode.LIMIT_REACHED);
                            return false;
                        }
                    })
                    .toList();
            int kept = 0;
            for (Future<Boolean> save : threads.invokeAll(saves)) {
                kept += save.get() ? 1 : 0;
            }
            assertThat(kept).isEqualTo(SavedFilters.MOST);
        }
        assertThat(filters.of("ada")).hasSize(SavedFilters.MOST);
        assertThat(filters.save("bob", "a", "/tasks").name()).isEqualTo("a");
    }
}
