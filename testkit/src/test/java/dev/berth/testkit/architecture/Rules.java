package dev.berth.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.NullMarked;

/** What is absent from the code, and what stands in one place only. */
final class Rules {
  private static final String[] DOMAIN = {
    "dev.berth.model..",
    "dev.berth.iam..",
    "dev.berth.blob..",
    "dev.berth.metadata..",
    "dev.berth.identity..",
    "dev.berth.registry..",
  };

  private Rules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "every package is @NullMarked",
            Sources.MAIN,
            classes().should(resideInANullMarkedPackage()),
            "package dev.berth.model; class X {}"),
        new Rule(
            "a class is named by its noun",
            Sources.MAIN_AND_TESTS,
            noClasses()
                .should()
                .haveNameMatching(
                    // the base of /v2/ is the field's own word, a BlobStoreBase is not
                    ".*(Manager|Utils?|Helpers?|Impl)|.*[a-z]Base|.*\\.Abstract[A-Z]\\w*"),
            "package dev.berth.model; class DigestUtils {}"),
        new Rule(
            "Netty is known in dev.berth.server.http only",
            Sources.MAIN,
            only("dev.berth.server.http..").mayKnow("io.netty.."),
            "package dev.berth.server; class X { io.netty.buffer.ByteBuf bytes; }"),
        new Rule(
            "SQL stands in metadata only",
            Sources.MAIN,
            only("dev.berth.metadata..", "dev.berth.testkit..")
                .mayKnow("java.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb.."),
            "package dev.berth.registry; class X { java.sql.Connection connection; }"),
        new Rule(
            "a DataSource goes no further than the jobs of the server",
            Sources.MAIN,
            only("dev.berth.metadata..", "dev.berth.server..", "dev.berth.testkit..")
                .mayKnow("javax.sql.."),
            "package dev.berth.registry; class X { javax.sql.DataSource database; }"),
        new Rule(
            "the packages of registry have no cycles",
            Sources.MAIN,
            slices()
                .matching("dev.berth.registry.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true),
            "package dev.berth.registry.a; public class A { dev.berth.registry.b.B other; }",
            "package dev.berth.registry.b; public class B { dev.berth.registry.a.A other; }"),
        new Rule(
            "the domain does not know the protocols or the process",
            Sources.MAIN,
            noClasses()
                .that()
                .resideInAnyPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "dev.berth.wire..", "dev.berth.server..", "dev.berth.cli..", "com.sun.net.."),
            "package dev.berth.registry; class X { dev.berth.wire.exchange.Request request; }"),
        new Rule(
            "identity never sees a blob",
            Sources.MAIN,
            noClasses()
                .that()
                .resideInAPackage("dev.berth.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.berth.blob.."),
            "package dev.berth.identity; class X { dev.berth.blob.BlobStore blobs; }"),
        new Rule(
            "iam decides from values: no SQL, no HTTP, no files, no log",
            Sources.MAIN,
            noClasses()
                .that()
                .resideInAPackage("dev.berth.iam..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "java.net.http..",
                    "java.nio.file..",
                    "org.slf4j.."),
            "package dev.berth.iam; class X { java.net.http.HttpClient client; }"),
        new Rule(
            "only the command line prints",
            Sources.MAIN,
            noClasses()
                .that()
                .resideOutsideOfPackage("dev.berth.cli..")
                .and()
                .doNotHaveFullyQualifiedName("dev.berth.server.Console")
                .should()
                .accessTargetWhere(uses("java.lang.System", "out", "err")),
            "package dev.berth.wire; class X { void print() { System.out.println(); } }"),
        new Rule(
            "nothing logs through java.util.logging",
            Sources.MAIN,
            noClasses().should().accessClassesThat().resideInAPackage("java.util.logging.."),
            "package dev.berth.wire; class X { Object f() { return"
                + " java.util.logging.Logger.getGlobal(); } }"),
        new Rule(
            "nothing sleeps, in tests neither",
            Sources.MAIN_AND_TESTS,
            noClasses().should().accessTargetWhere(uses("java.lang.Thread", "sleep")),
            "package dev.berth.wire; class X { void f() throws Exception { Thread.sleep(1); } }"),
        new Rule(
            "nothing hangs on a thread",
            Sources.MAIN_AND_TESTS,
            noClasses().should().dependOnClassesThat().areAssignableTo("java.lang.ThreadLocal"),
            "package dev.berth.wire; class X { ThreadLocal<String> request; }"),
        new Rule(
            "code blocks: no method gives a future",
            Sources.MAIN,
            methods()
                .that()
                .areNotPrivate()
                .should()
                .notHaveRawReturnType(
                    DescribedPredicate.describe(
                        "a completion stage", type -> type.isAssignableTo(CompletionStage.class))),
            """
            package dev.berth.wire;
            class X { java.util.concurrent.CompletableFuture<String> f() { return null; } }
            """),
        new Rule(
            "the domain is told the time",
            Sources.MAIN,
            noClasses()
                .that()
                .resideInAnyPackage(DOMAIN)
                .should()
                .accessTargetWhere(
                    uses("java.time.Instant", "now")
                        .or(uses("java.time.Clock", "systemUTC", "systemDefaultZone"))
                        .or(uses("java.time.InstantSource", "system"))
                        .or(uses("java.lang.System", "currentTimeMillis"))),
            "package dev.berth.registry; class X { Object f() { return java.time.Instant.now();"
                + " } }"));
  }

  private static Holder only(String... packages) {
    return new Holder(List.of(packages));
  }

  /** The packages that may know something that all others may not. */
  private record Holder(List<String> packages) {
    ArchRule mayKnow(String... libraries) {
      return noClasses()
          .that()
          .resideOutsideOfPackages(packages.toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(libraries);
    }
  }

  /** Calls, references and field accesses. */
  private static DescribedPredicate<JavaAccess<?>> uses(String owner, String... members) {
    return DescribedPredicate.describe(
        "it is " + owner + "." + String.join("|", members),
        access ->
            access.getTargetOwner().getName().equals(owner)
                && List.of(members).contains(access.getTarget().getName()));
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        String message = type.getPackageName() + " is not @NullMarked";
        events.add(new SimpleConditionEvent(type, marked, message));
      }
    };
  }
}
