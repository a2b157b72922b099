package dev.writ.attack.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Access.CommandAccess;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.tool.terminal.VettedCommand;
import dev.writ.tool.terminal.VettedCommands;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Harmless programs have options that start other programs, write files or take arguments from files. No vetted pattern
 * has a command line with one of them, wherever it stands and however it is written.
 */
class LivingOffTheLandTest {
    /**
     * For each program, from its manual, what an argument looks like that runs a program, writes a file, reads further
     * arguments or never ends; behind the star, what is bad with no program in particular.
     */
    private static final Map<String, List<String>> DANGEROUS = """
            find: -exec -execdir -ok -okdir -delete -fprint -fprint0 -fprintf -fls -files0-from
            sort: -o -oout --output=out --output --outp=out --compress-program=sh --compress-program \
                --files0-from=list --files0-from=- -T -T/tmp -uoout -S9
            grep: -f -flist -if --file=list --file --fil=list --exclude-from=list
            diff: --to-file=x --from-file=x -l --paginate -X -Xlist --exclude-from=list -ul --to-f=x
            file: -f -flist --files-from -m -mmagic --magic-file -C --compile -z -Z -bz --uncompress -p \
                --preserve-date
            wc: --files0-from=list --files0-from --files0=list
            du: --files0-from=list -X -Xlist --exclude-from=list
            sha256sum: -c --check -bc
            tail: -f -F --follow --follow=name --pid=1 -qf --retry
            date: -s --set=now --set -f --file=list -us
            od: --traditional
            git: -c -calias.x=!sh --exec-path=x --ext-diff --output=x -C --git-dir=x --config-env=a=b -p \
                --paginate --textconv --upload-pack=sh
            python3: -c -cimport - -i -W -X
            node: -e --eval=x -p --print -r --require=x --import=x - --inspect --env-file=x --loader=x
            bash: -c -i -s --rcfile --init-file -O -
            java: -cp -javaagent:x -XX:OnError=sh -agentpath:x -jar
            gcc: -o -wrapper -fplugin=x -specs=x -Bx -E
            make: -f -fother --file=x --makefile=x --eval=x -E -C -I -kf -j$(x) --directory=x SHELL=sh CC=sh \
                A=$(id) MAKEFLAGS=-f
            mvn: -f --file -s --settings=x -gs -t -Dexec.executable=sh -Dtest=$(x)/y -l --log-file exec:exec -P \
                -Dmaven.ext.class.path=x
            gradle: -b -c -I --init-script=x --include-build=x -g -Dx=y -Px
            npm: --script-shell=sh --prefix=x --node-options=x exec --userconfig=x -- -c --call=x
            cargo: --config=x --config --manifest-path=x -Z -C --target-dir=x -- +nightly/x
            go: -exec -exec=sh -toolexec -toolexec=sh -o -o=x -c -C -overlay=x -modfile=x -ldflags=x -gcflags=x \
                -coverprofile=x -cpuprofile=x -outputdir=x -pkgdir=x -vet=x -args
            pytest: -p -pplugin -c -cother.ini --config-file=x -o -oaddopts=x --override-ini=x --rootdir=x \
                --confcutdir=x --junitxml=x --junit-xml=x --basetemp=x --log-file=x --pdbcls=a:b --pdb \
                --pastebin=all --debug=x -qc
            unittest: -s -t -p
            *: @list @/etc/passwd --config=x --config --init-file=x --rsh-command=sh --checkpoint-action=exec=sh \
                --to-command=sh --use-compress-program=sh --exec --output=x -O --pager=sh --filter=sh --plugin=x \
                -Wl,@x --files0-from=x
            """.lines()
            .map(line -> line.split(": ", 2))
            .collect(Collectors.toMap(line -> line[0], line -> List.of(line[1].split(" +"))));

    /** Between commas. */
    static Stream<String> attempts() {
        return Arrays.stream("""
            find . -exec sh -c id ; , find . -name x -execdir sh {} + , find . -ok rm {} ; , find . -delete
            find . -fprintf out %p , find -files0-from list , find . ( -exec id ; ) , find -exec id ;
            tar cf a.tar --checkpoint=1 --checkpoint-action=exec=sh . , tar xf a.tar --to-command=sh
            tar tf host:a.tar , tar --use-compress-program=sh -xf a , tar -I sh -xf a , git -c core.pager=sh log
            git --exec-path=x status , git log --output=x , git diff --ext-diff , git status , git show HEAD
            git -C other log , git grep -Osh x , git archive --remote=x , sed s/a/id/e x , sed -n 1e x
            sed -n 1wout x , sed -i s/a/b/ x , sed -f script x , awk BEGIN{system("id")} , awk -f script
            gawk -i inplace x , sort -o out in , sort --compress-program=sh in , sort --files0-from=list
            uniq in out , uniq -c in out , grep -f list x , grep -e root /etc/passwd , grep -e a -f list x
            grep root ../x , diff --to-file=x y , diff a ../b , cat /etc/passwd , cat ../x , cat a/../../x
            cat -- -x , A=b ls , LD_PRELOAD=./x.so ls , env A=b ls , env -S ls , xargs ls , xargs -a list ls
            nohup ls , nice ls , timeout 5 ls , time ls , stdbuf -o0 ls , setsid ls , watch ls , sudo ls
            busybox sh , vim -c :!sh , vi +:!sh x , less x , man ls , ed x , ssh -oProxyCommand=sh x
            rsync -e sh a b: , scp a b: , zip a b -T -TT sh , dd if=a of=b , tee out , cp a b , ln -s a b
            split --filter=sh x , perl -e 1 , ruby -e 1 , php -r 1 , lua -e 1 , sqlite3 x .shell , gdb -x y
            strace ls , script -c id , ls --hyperlink=@x , bash -c id , bash -nc id , sh run.sh , python3 -c 1
            python3 -m http.server , python3 ../x.py , python3 /tmp/x.py , python3 - x , python3 a.py --config x
            node -e 1 , node --require ./x a.js , java @args , java -jar a.jar , java -version @args
            javac @args , gcc @args , gcc -wrapper sh x.c , make -f other , make SHELL=./sh , make --eval=x:;id
            make -C other , npm exec x , npm run a -- b , npm run -s x , npm test --script-shell=sh
            mvn -f other test , mvn exec:exec , mvn -Dx=y test , mvn -v , gradle -I init test , ../gradlew test
            cargo run , cargo --config x build , cargo test -- x , go run x.go , go test -exec sh ./...
            go build -toolexec sh , go build -o x , go generate , pytest -p plugin , pytest -c x
            pytest -o addopts=x , pytest @args , pytest --junitxml=x , pytest ../tests , ./ls , /usr/bin/ls
            bin/ls , LS , ls;id , ls&&id , ls|sh , $(id) , `id`
            """.strip().split(" , |\n"));
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void is_of_no_vetted_pattern(String line) {
        assertThat(vetted(List.of(line.split(" ")))).as(line).isEmpty();
    }

    record Attack(List<String> argv) {}

    /** An example of a vetted command with a dangerous option put in, before, between or behind its arguments. */
    @Provide
    Arbitrary<Attack> attacks() {
        return examples()
                .flatMap(example -> Combinators.combine(
                                Arbitraries.integers().between(1, example.size()),
                                Arbitraries.of(dangerousFor(example)),
                                Arbitraries.of("", "sh", "out", "a b", "-l", ";", "5")
                                        .list()
                                        .ofMaxSize(2))
                        .as((at, option, values) -> {
                            List<String> argv = new ArrayList<>(example);
                            argv.add(at, option);
                            argv.addAll(at + 1, values);
                            return new Attack(List.copyOf(argv));
                        }));
    }

    @Property(tries = 30_000)
    void a_dangerous_option_anywhere_is_of_no_vetted_pattern(@ForAll("attacks") Attack attack) {
        assertThat(vetted(attack.argv)).as("%s", attack.argv).isEmpty();
    }

    /** Arguments that mean something to a shell, to a program or to nobody, among those of an example. */
    @Provide
    Arbitrary<Attack> disguises() {
        Arbitrary<String> parts = Arbitraries.of(
                "-", "--", "@", "/", "..", "../", "$(id)", "`id`", ";", "|", "&&", ">", "<", "*", "~", "=", "x", "e",
                "o", "f", "c", "exec", "config", "output", " ", "\n", "\t", "\"", "'", "\\", "{}", "+", "%", "5", ":",
                "!", "\u2010", "\uff0d");
        Arbitrary<String> arguments = parts.list().ofMinSize(1).ofMaxSize(4).map(list -> String.join("", list));
        return examples()
                .flatMap(example -> Combinators.combine(
                                Arbitraries.integers().between(1, example.size()),
                                arguments,
                                Arbitraries.of(true, false))
                        .as((at, argument, replace) -> {
                            List<String> argv = new ArrayList<>(example);
                            if (replace && at < argv.size()) {
                                argv.set(at, argument);
                            } else {
                                argv.add(at, argument);
                            }
                            return new Attack(List.copyOf(argv));
                        }));
    }

    private static final Pattern LOOKS_LIKE_OPTION = Pattern.compile("(?s)-.+");

    @Property(tries = 30_000)
    void what_is_matched_is_a_known_option_or_data(@ForAll("disguises") Attack attack) {
        List<VettedCommand> matching = vetted(attack.argv);
        Statistics.label("matched").collect(!matching.isEmpty());
        Statistics.label("matched").coverage(coverage -> coverage.check(true).percentage(p -> p > 2));
        for (VettedCommand command : matching) {
            List<String> known = command.pattern().stream()
                    .flatMap(token -> Stream.of(token.split("[\\[\\]|*]")))
                    .toList();
            for (String argument : attack.argv) {
                assertThat(argument).as("%s", attack.argv).doesNotStartWith("@").isNotEqualTo("-");
                if (LOOKS_LIKE_OPTION.matcher(argument).matches()) {
                    assertThat(known)
                            .as("%s is an option of %s", argument, command.pattern())
                            .anyMatch(option -> isOf(argument, option));
                }
            }
        }
    }

    /** Whether the argument is written as the option is: the same, a bunch of its letters, or with a value of its own. */
    private static boolean isOf(String argument, String option) {
        String alone = option.replaceFirst(" .*", "");
        if (alone.startsWith("-(")) {
            return argument.substring(1).chars().allMatch(c -> alone.indexOf(c, 2) >= 0 && c != ')');
        }
        int value = alone.indexOf('<');
        boolean signedNumber = option.contains(" -<number>") && argument.matches("-[0-9]+");
        return signedNumber || (value < 0 ? argument.equals(alone) : argument.startsWith(alone.substring(0, value)));
    }

    @Test
    void marks_of_a_shell_are_data() {
        List<String> argv = List.of("grep", "$(touch made); a | b > c", "notes.txt");
        assertThat(vetted(argv)).hasSize(1);
        assertThat(vetted(List.of("cat", "a;id", "$(id)", "b && c"))).hasSize(1);
    }

    @Test
    void every_program_that_is_vetted_was_looked_at() {
        assertThat(VettedCommands.all())
                .filteredOn(VettedCommand::readOnly)
                .hasSizeGreaterThan(30)
                .allSatisfy(command -> assertThat(command.pattern()).doesNotContain("*", "**"));
        assertThat(VettedCommands.all()).allSatisfy(command -> {
            assertThat(command.pattern()).doesNotContain("*", "**");
            assertThat(command.examples())
                    .isNotEmpty()
                    .allSatisfy(argv ->
                            assertThat(command.matches(argv)).as("%s", argv).isTrue());
        });
    }

    @Test
    void what_is_not_vetted_can_still_be_granted_by_name() {
        CommandScope scope = new CommandScope(List.of(List.of("find", "<path>", "-exec", "wc", "-l", "{}", "+")));
        assertThat(scope.permits(new CommandAccess(List.of("find", "src", "-exec", "wc", "-l", "{}", "+"))))
                .isTrue();
        assertThat(scope.permits(new CommandAccess(List.of("find", "src", "-exec", "rm", "-l", "{}", "+"))))
                .isFalse();
    }

    private static Arbitrary<List<String>> examples() {
        return Arbitraries.of(VettedCommands.all().stream()
                .flatMap(command -> command.examples().stream())
                .toList());
    }

    private static List<String> dangerousFor(List<String> example) {
        return Stream.of("*", example.getFirst(), example.get(Math.min(2, example.size() - 1)))
                .distinct()
                .flatMap(name -> DANGEROUS.getOrDefault(name, List.of()).stream())
                .toList();
    }

    private static List<VettedCommand> vetted(List<String> argv) {
        return VettedCommands.all().stream()
                .filter(command -> command.matches(argv))
                .toList();
    }
}
