package dev.berth.iam.policy;

import dev.berth.iam.policy.Statement.Principals;
import dev.berth.iam.policy.match.ArnText;
import dev.berth.iam.policy.match.ContextKey;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A policy document, compiled: immutable, safe for any number of threads, worth keeping as long as
 * its text is the same. It keeps its text, which is what is stored and shown.
 */
public final class PolicyDocument {
  private final DocumentKind kind;
  private final String text;
  private final Optional<String> id;
  private final List<Statement> statements;

  private PolicyDocument(
      DocumentKind kind, String text, Optional<String> id, List<Statement> statements) {
    this.kind = kind;
    this.text = text;
    this.id = id;
    this.statements = statements;
  }

  private PolicyDocument(DocumentKind kind, String text, WrittenPolicy written) {
    this.kind = kind;
    this.text = text;
    this.id = written.id();
    StatementCompiler compiler = new StatementCompiler(kind, written.version());
    this.statements = written.statements().stream().map(compiler::compile).toList();
  }

  /**
   * Reads a document that somebody wants to store, and refuses with {@link PolicyRefused} what a
   * document of this kind may not say (IAM dossier 4.1, 4.2). Its size is not checked beyond 131072
   * characters, because the quotas differ by what it is attached to ({@link #size}), nor is whether
   * the principals exist that it names ({@link #principals}).
   */
  public static PolicyDocument parse(DocumentKind kind, String text) {
    WrittenPolicy written = PolicyReader.read(text);
    PolicyCheck.require(kind, written);
    return new PolicyDocument(kind, text, written);
  }

  /**
   * Reads a document that is stored already. Only the grammar is checked, so that a document which
   * an earlier Berth accepted goes on to mean what it meant: what cannot be understood allows
   * nothing and denies. {@link PolicyRefused} means that the text is no policy at all; who decides
   * then must deny.
   */
  public static PolicyDocument stored(DocumentKind kind, String text) {
    return new PolicyDocument(kind, text, PolicyReader.read(text));
  }

  /** What kind of document it is. */
  public DocumentKind kind() {
    return kind;
  }

  /** Exactly as it was written. */
  public String text() {
    return text;
  }

  /** The Id of a resource policy, which means nothing. */
  public Optional<String> id() {
    return id;
  }

  /** In their order. */
  public List<Statement> statements() {
    return statements;
  }

  /** Its characters without white space: what IAM's quotas count (IAM dossier 4.1). */
  public int size() {
    return (int) text.chars().filter(c -> c != ' ' && c != '\t' && c != '\n' && c != '\r').count();
  }

  /** Everybody whom its statements name, in Principal and NotPrincipal, each once. */
  public Set<PrincipalName> principals() {
    Set<PrincipalName> names = new LinkedHashSet<>();
    for (Statement statement : statements) {
      statement.principals().map(Principals::names).ifPresent(names::addAll);
    }
    return Collections.unmodifiableSet(names);
  }

  /**
   * The context keys that its conditions and variables name, as GetContextKeysFor… answers them.
   */
  public Set<ContextKey> contextKeys() {
    Set<ContextKey> keys = new LinkedHashSet<>();
    statements.forEach(statement -> keys.addAll(statement.keys()));
    return Collections.unmodifiableSet(keys);
  }

  /**
   * Whether no statement names a resource that does not cover this one: what ECR asks of the policy
   * of a repository, whose statements may say {@code *} or match the repository's ARN (ECR dossier
   * 9).
   *
   * @param resource an ARN
   */
  public boolean staysWithin(String resource) {
    ArnText arn = new ArnText(resource);
    return statements.stream().allMatch(statement -> statement.staysWithin(arn));
  }

  /**
   * Whether its statements list actions, and all of them are these: what ECR asks of the policy of
   * a registry of the first scope (ECR dossier 10).
   *
   * @param actions in lower case, such as {@code ecr:replicateimage} or {@code ecr:*}
   */
  public boolean listsOnly(Set<String> actions) {
    return statements.stream().allMatch(statement -> statement.listsOnly(actions));
  }

  /**
   * The same document, with nothing to say about other actions than these.
   *
   * @param actions in lower case, at least one
   */
  public PolicyDocument onlyAbout(Set<String> actions) {
    return new PolicyDocument(
        kind,
        text,
        id,
        statements.stream().map(statement -> statement.onlyAbout(actions)).toList());
  }

  /** What it says and its author hardly means; nobody is kept from storing it. */
  public List<PolicyWarning> warnings() {
    return PolicyLint.of(this);
  }

  @Override
  public String toString() {
    return kind + " of " + statements.size() + " statements";
  }
}
