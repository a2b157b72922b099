package dev.writ.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WordsProperties {
    /** Characters an attacker may put into a value without its looking different. */
    private static final List<String> UNSEEN = List.of(
            "\u200b",
            "\u200c",
            "\u200d",
            "\u2060",
            "\ufeff",
            "\u00ad",
            "\u202a",
            "\u202e",
            "\u2066",
            "\u2069",
            "\u0000",
            "\u0007",
            "\u034f",
            "\u115f",
            "\u3164",
            "\ufe00",
            "\udb40\udc20",
            "\udb40\udd00",
            "\u2028");

    /** Letters and others that look the same. */
    private static final List<String[]> ALIKE = List.of(
            new String[] {"a", "\u0430"},
            new String[] {"c", "\u0441"},
            new String[] {"e", "\u0435"},
            new String[] {"o", "\u03bf"},
            new String[] {"o", "\u043e"},
            new String[] {"p", "\u0440"},
            new String[] {"x", "\u0445"},
            new String[] {"i", "\u0456"},
            new String[] {"s", "\u0455"},
            new String[] {"-", "\u2010"},
            new String[] {".", "\u3002"},
            new String[] {"@", "\uff20"},
            new String[] {"a", "\uff41"},
            new String[] {"o", "o\u0338"});

    @Property
    void itAgreesWithTheNaiveReadingOfPlainAddresses(
            @ForAll("sentences") List<String> said, @ForAll("addresses") String value) {
        Words words = Words.of(String.join(" ", said));
        boolean naive = said.stream()
                .map(piece -> piece.replaceAll("^['\"(]+", "").replaceAll("['\",.!?)]+$", ""))
                .anyMatch(piece -> piece.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT)));
        assertThat(words.name(value, IdentityKind.ADDRESS, Set.of())).isEqualTo(naive);
    }

    @Property
    void nothingUnseenInAValueIsTheUsers(
            @ForAll("addresses") String value, @ForAll("unseen") String unseen, @ForAll("places") int place) {
        int at = place % (value.length() + 1);
        String forged = value.substring(0, at) + unseen + value.substring(at);
        for (String said : List.of("write to " + value, "write to '" + value + "' now", "to " + forged + " too")) {
            assertThat(Words.of(said).name(forged, IdentityKind.ADDRESS, Set.of()))
                    .isFalse();
        }
    }

    @Property
    void nothingThatLooksAlikeIsTheUsers(@ForAll("addresses") String value, @ForAll("alike") String[] pair) {
        String forged = value.toLowerCase(Locale.ROOT).replace(pair[0], pair[1]);
        if (!forged.equals(value.toLowerCase(Locale.ROOT))) {
            Words words = Words.of("write to " + value + " and 'other'");
            assertThat(words.name(forged, IdentityKind.ADDRESS, Set.of())).isFalse();
            assertThat(words.name(forged, IdentityKind.OBJECT, Set.of())).isFalse();
        }
    }

    @Property
    void aValueThatContinuesIsAnother(
            @ForAll("addresses") String value, @ForAll("continuations") String more, @ForAll boolean before) {
        String longer = before ? more + value : value + more;
        assertThat(Words.of("write to " + longer).name(value, IdentityKind.ADDRESS, Set.of()))
                .isFalse();
        assertThat(Words.of("write to " + value).name(longer, IdentityKind.ADDRESS, Set.of()))
                .isFalse();
    }

    @Property
    void noTextMakesItFail(@ForAll String said, @ForAll String value) {
        Words words = Words.of(said);
        for (IdentityKind kind : IdentityKind.values()) {
            if (words.name(value, kind, Set.of())) {
                assertThat(PlainText.lower(PlainText.spaced(said))).contains(PlainText.lower(value));
            }
        }
    }

    @Provide
    Arbitrary<String> addresses() {
        return Combinators.combine(
                        Arbitraries.of("ada", "bob", "x.y", "Eve", "mia_2"),
                        Arbitraries.of("example.org", "example.com", "Mail.example.org", "pax.io"))
                .as((name, host) -> name + "@" + host);
    }

    @Provide
    Arbitrary<List<String>> sentences() {
        Arbitrary<String> word = Arbitraries.of("write", "to", "and", "then", "ask", "please");
        Arbitrary<String> quoted = Combinators.combine(
                        addresses(), Arbitraries.of("%s", "'%s'", "%s,", "(%s)", "\"%s\".", "%s!", "x%s", "%s.net"))
                .as((address, form) -> form.formatted(address));
        return Arbitraries.oneOf(word, quoted).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> unseen() {
        return Arbitraries.of(UNSEEN);
    }

    @Provide
    Arbitrary<String[]> alike() {
        return Arbitraries.of(ALIKE);
    }

    @Provide
    Arbitrary<String> continuations() {
        return Arbitraries.of("x", "7", "_", ".a", "-a", "/a", "@a", "%2e", "\u00e9", "\u0301", "\ud83d\ude00");
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 40);
    }
}
