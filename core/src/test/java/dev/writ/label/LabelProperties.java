package dev.writ.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LabelProperties {
    @Property
    void joiningIsAssociativeCommutativeAndIdempotent(
            @ForAll("labels") Label a, @ForAll("labels") Label b, @ForAll("labels") Label c) {
        assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
        assertThat(a.join(b)).isEqualTo(b.join(a));
        assertThat(a.join(a)).isEqualTo(a);
    }

    @Property
    void cleanIsTheLeastAndWorstTheGreatest(@ForAll("labels") Label label) {
        assertThat(Label.CLEAN.join(label)).isEqualTo(label);
        assertThat(Label.WORST.join(label)).isEqualTo(Label.WORST);
        assertThat(label.covers(Label.CLEAN)).isTrue();
        assertThat(Label.WORST.covers(label)).isTrue();
    }

    @Property
    void whatIsMadeOfManyIsTrustedOnlyIfAllAreAndPublicOnlyIfAllAre(@ForAll("manyLabels") List<Label> parts) {
        Label whole = parts.stream().reduce(Label.CLEAN, Label::join);
        assertThat(whole.isUntrusted()).isEqualTo(parts.stream().anyMatch(Label::isUntrusted));
        assertThat(whole.isPrivate()).isEqualTo(parts.stream().anyMatch(Label::isPrivate));
        assertThat(parts).allMatch(whole::covers);
    }

    @Property
    void aStoredLabelIsReadAsItWas(@ForAll("labels") Label label) {
        assertThat(Label.read(label.integrity().id(), label.confidentiality().id()))
                .isEqualTo(label);
    }

    @Property
    void wordsThatAreNoLabelCountAsTheWorst(@ForAll String integrity, @ForAll String confidentiality) {
        if (!integrity.equals("trusted") && !confidentiality.equals("public")) {
            assertThat(Label.read(integrity, confidentiality)).isEqualTo(Label.WORST);
        }
    }

    @Provide
    Arbitrary<Label> labels() {
        return Combinators.combine(Arbitraries.of(Integrity.values()), Arbitraries.of(Confidentiality.values()))
                .as(Label::new);
    }

    @Provide
    Arbitrary<List<Label>> manyLabels() {
        return labels().list().ofMaxSize(6);
    }
}
