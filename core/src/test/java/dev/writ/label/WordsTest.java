package dev.writ.label;

import static dev.writ.label.IdentityKind.ADDRESS;
import static dev.writ.label.IdentityKind.HOST;
import static dev.writ.label.IdentityKind.OBJECT;
import static dev.writ.label.IdentityKind.PARTY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final Words MAIL =
            Words.of("Please write to 'Ada.Lovelace@example.org' and to bob@example.com, thanks.");

    @Test
    void anAddressIsNamedWhereItStands() {
        assertThat(MAIL.name("Ada.Lovelace@example.org", ADDRESS, Set.of())).isTrue();
        assertThat(MAIL.name("bob@example.com", ADDRESS, Set.of())).isTrue();
        assertThat(MAIL.name("mailto:bob@example.com", ADDRESS, Set.of())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetch https://repo.example.org/a/b.tgz | repo.example.org",
                "fetch https://Repo.Example.org:8443/x | REPO.example.org:8443",
                "fetch http://repo.example.org/a | repo.example.org:80",
                "see repo.example.org. | repo.example.org:80",
                "see repo.example.org. | repo.example.org",
                "ask 127.0.0.1:8080 | 127.0.0.1:8080"
            })
    void aHostIsNamedByAnyAddressThatLeadsThere(String said, String host) {
        assertThat(Words.of(said).name(host, HOST, Set.of())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetch https://repo.example.org/a | repo.example.org:80",
                "fetch http://repo.example.org/a | repo.example.org",
                "fetch https://repo.example.org:8443/a | repo.example.org",
                "fetch https://repo.example.org/a | example.org",
                "fetch https://example.org/repo.example.net | repo.example.net",
                "fetch https://example.org/?u=http://repo.example.net | repo.example.net",
                "write to ada@repo.example.org | repo.example.org",
                "fetch https://user@repo.example.org/ | user",
                "look at the repo of the example | repo.example"
            })
    void whatMerelyHoldsItsNameNamesNoHost(String said, String host) {
        assertThat(Words.of(said).name(host, HOST, Set.of())).isFalse();
    }

    @Test
    void caseMattersNotForMailAndHostsAndElsewhereItDoes() {
        assertThat(MAIL.name("ada.lovelace@EXAMPLE.org", ADDRESS, Set.of())).isTrue();
        assertThat(Words.of("see WWW.Example.org/Path").name("https://www.example.org/Path", ADDRESS, Set.of()))
                .isTrue();
        assertThat(Words.of("see www.example.org/Path").name("www.example.org/path", ADDRESS, Set.of()))
                .isFalse();
        assertThat(Words.of("write notes/Plan.md").name("notes/plan.md", OBJECT, Set.of()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "write to bob@example.com.evil.net, bob@example.com",
        "write to xbob@example.com, bob@example.com",
        "write to bob@example.community, bob@example.com",
        "open www.example.org/a, www.example.org",
        "open www.example.org?x=1, www.example.org",
        "open evil.www.example.org, www.example.org",
        "open user:www.example.org@evil.net, www.example.org",
        "edit src/app.conf.bak, src/app.conf",
        "edit other/src/app.conf, src/app.conf",
        "push fix/typo-2, fix/typo",
    })
    void aPartOfALongerNameIsAnotherName(String said, String value) {
        assertThat(Words.of(said).name(value, ADDRESS, Set.of())).isFalse();
        assertThat(Words.of(said).name(value, OBJECT, Set.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see www.example.org.They said so | www.example.org",
                "see (www.example.org) | www.example.org",
                "go to www.example.org/list! | www.example.org/list",
                "it is at https://www.example.org/ | www.example.org",
            })
    void marksAroundAnAddressAreNoPartOfIt(String said, String value) {
        assertThat(Words.of(said).name(value, ADDRESS, Set.of())).isTrue();
    }

    @Test
    void anotherSchemeOrPortIsAnotherAddress() {
        assertThat(Words.of("see www.example.org").name("ftp://www.example.org", ADDRESS, Set.of()))
                .isFalse();
        assertThat(Words.of("see www.example.org").name("www.example.org:8443", ADDRESS, Set.of()))
                .isFalse();
        assertThat(Words.of("see www.example.org").name("https://www.example.org@evil.net", ADDRESS, Set.of()))
                .isFalse();
        assertThat(Words.of("see www.example.org").name("www.example.org/?q=secret", ADDRESS, Set.of()))
                .isFalse();
    }

    @Test
    void aNumberIsAnIdOnlyWhereTheWordsSayWhatItIsTheNumberOf() {
        Words words = Words.of("What happens on June 13 at 10:00? Delete the file with ID '26', and ticket 7.");
        assertThat(words.name("13", OBJECT, Set.of("file"))).isFalse();
        assertThat(words.name("10", OBJECT, Set.of("file"))).isFalse();
        assertThat(words.name("26", OBJECT, Set.of("file"))).isTrue();
        assertThat(words.name("7", OBJECT, Set.of("ticket"))).isTrue();
        assertThat(words.name("7", OBJECT, Set.of("file"))).isFalse();
    }

    @Test
    void aCommonWordIsANameOnlyWhereItIsMeantAsOne() {
        Set<String> channel = Set.of("channel");
        assertThat(Words.of("tell me in general what is new").name("general", PARTY, channel))
                .isFalse();
        assertThat(Words.of("post it in the general channel").name("general", PARTY, channel))
                .isTrue();
        assertThat(Words.of("post it in 'general'").name("general", PARTY, channel))
                .isTrue();
        assertThat(Words.of("send it to Alice").name("Alice", PARTY, Set.of("recipient")))
                .isTrue();
        assertThat(Words.of("Mark this as done").name("Mark", PARTY, Set.of("recipient")))
                .isFalse();
    }

    @Test
    void aNameInThePossessiveIsStillTheName() {
        assertThat(Words.of("look into Alice's inbox").name("Alice", PARTY, Set.of("user")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b\u043eb@example.com", // a Cyrillic o
                "bob@ex\u0430mple.com", // a Cyrillic a
                "\uff42ob@example.com", // a full-width b
                "bob@example.com\u200b", // zero-width space
                "b\u200dob@example.com", // zero-width joiner
                "bob@example.com\u00ad", // soft hyphen
                "\u202ebob@example.com", // right-to-left override
                "bob@example.com\u2069", // end of isolate
                "bob@example.com\u0000",
                "bob@example.com\n",
                " bob@example.com",
                "bob@example.com\udb40\udc41", // a tag character
                "bob@example.com\ufe0f", // variation selector
                "bob\u0301@example.com",
                "b\u0269b@example.com"
            })
    void whatOnlyLooksLikeTheUsersWordsIsNotNamed(String value) {
        Words words = Words.of("write to bob@example.com, Bob, r\u00e9sum\u00e9.md and 'r\u00e9sum\u00e9'");
        assertThat(words.name(value, ADDRESS, Set.of())).isFalse();
        assertThat(words.name(value, OBJECT, Set.of())).isFalse();
    }

    @Test
    void theDecomposedFormIsAnotherName() {
        Words words = Words.of("edit r\u00e9sum\u00e9.md");
        assertThat(words.name("r\u00e9sum\u00e9.md", OBJECT, Set.of())).isTrue();
        assertThat(words.name("re\u0301sume\u0301.md", OBJECT, Set.of())).isFalse();
        assertThat(Words.of("edit re\u0301sume\u0301.md").name("resume", OBJECT, Set.of("file")))
                .isFalse();
    }
}
