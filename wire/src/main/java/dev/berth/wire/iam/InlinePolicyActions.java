package dev.berth.wire.iam;

import dev.berth.model.IdentityKind;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;

/** Put, Get, List and Delete of {@code UserPolicy}, {@code GroupPolicy} and {@code RolePolicy}. */
final class InlinePolicyActions {
  private final IdentityKind kind;
  private final IamBackend iam;
  private final IamDemands demands;
  private final IamPages pages;

  private record OfPolicy(String holder, String name) {}

  private record Put(OfPolicy policy, String document) {}

  private record Listed(String holder, IamPages.Asked asked) {}

  /**
   * @param kind whose policies
   */
  InlinePolicyActions(IdentityKind kind, IamBackend iam) {
    this.kind = kind;
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    String title = IamInput.title(kind);
    String put = "Put" + title + "Policy";
    String get = "Get" + title + "Policy";
    String list = "List" + title + "Policies";
    String delete = "Delete" + title + "Policy";
    return List.of(
        IamAction.silent(
            put,
            (input, _) -> new Put(policy(input), IamInput.document(input, "PolicyDocument")),
            (request, caller) -> demands.onEntity(put, kind, request.policy().holder(), caller),
            (request, caller, _) ->
                iam.inline()
                    .put(
                        IamDemands.account(caller),
                        kind,
                        request.policy().holder(),
                        request.policy().name(),
                        request.document())),
        IamAction.answering(
            get,
            (input, _) -> policy(input),
            (request, caller) -> demands.onEntity(get, kind, request.holder(), caller),
            this::get),
        IamAction.answering(
            list,
            (input, caller) -> listed(input, caller, list),
            (request, caller) -> demands.onEntity(list, kind, request.holder(), caller),
            this::list),
        IamAction.silent(
            delete,
            (input, _) -> policy(input),
            (request, caller) -> demands.onEntity(delete, kind, request.holder(), caller),
            (request, caller, _) ->
                iam.inline()
                    .delete(IamDemands.account(caller), kind, request.holder(), request.name())));
  }

  private OfPolicy policy(QueryInput input) {
    return new OfPolicy(IamInput.name(input, kind), IamInput.policyName(input));
  }

  private void get(OfPolicy request, Caller.Known caller, XmlAnswer xml) {
    String document =
        iam.inline().get(IamDemands.account(caller), kind, request.holder(), request.name());
    xml.element(IamInput.parameter(kind), request.holder())
        .element("PolicyName", request.name())
        .element("PolicyDocument", IamXml.document(document));
  }

  private Listed listed(QueryInput input, Caller.Known caller, String action) {
    String holder = IamInput.name(input, kind);
    return new Listed(holder, pages.asked(input, caller, action, holder));
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    List<String> names = iam.inline().names(IamDemands.account(caller), kind, request.holder());
    pages.write(
        xml,
        "PolicyNames",
        request.asked(),
        IamPages.of(names, request.asked(), name -> name),
        (answer, name) -> answer.element("member", name));
  }
}
