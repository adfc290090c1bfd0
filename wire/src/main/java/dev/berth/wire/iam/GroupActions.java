package dev.berth.wire.iam;

import dev.berth.model.Identity;
import dev.berth.model.IdentityKind;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;

/**
 * CreateGroup, GetGroup, ListGroups, UpdateGroup, DeleteGroup; AddUserToGroup, RemoveUserFromGroup
 * and ListGroupsForUser.
 */
final class GroupActions {
  private static final IdentityKind GROUP = IdentityKind.GROUP;
  private static final IdentityKind USER = IdentityKind.USER;

  private final IamBackend iam;
  private final IamDemands demands;
  private final IamPages pages;

  private record Creation(String name, String path) {}

  private record Listed(String subject, IamPages.Asked asked) {}

  private record Membership(String group, String user) {}

  GroupActions(IamBackend iam) {
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "CreateGroup",
            (input, _) -> new Creation(IamInput.name(input, GROUP), IamInput.path(input)),
            (request, caller) ->
                IamDemands.on(
                    "CreateGroup",
                    Identity.arn(IamDemands.account(caller), GROUP, request.path(), request.name()),
                    caller),
            (request, caller, xml) -> {
              xml.open("Group");
              IamXml.identity(
                  xml,
                  iam.groups().create(IamDemands.account(caller), request.name(), request.path()));
              xml.close();
            }),
        IamAction.answering(
            "GetGroup",
            (input, caller) -> listed(input, caller, "GetGroup", IamInput.name(input, GROUP)),
            (request, caller) -> demands.onEntity("GetGroup", GROUP, request.subject(), caller),
            this::get),
        IamAction.answering(
            "ListGroups",
            (input, caller) -> listed(input, caller, "ListGroups", IamInput.pathPrefix(input)),
            (request, caller) -> IamDemands.onPath("ListGroups", GROUP, request.subject(), caller),
            this::list),
        new RenamingAction(GROUP, demands, iam.groups()::update).row(),
        IamAction.silent(
            "DeleteGroup",
            (input, _) -> IamInput.name(input, GROUP),
            (name, caller) -> demands.onEntity("DeleteGroup", GROUP, name, caller),
            (name, caller, _) -> iam.groups().delete(IamDemands.account(caller), name)),
        IamAction.silent(
            "AddUserToGroup",
            (input, _) -> membership(input),
            (request, caller) -> demands.onEntity("AddUserToGroup", GROUP, request.group(), caller),
            (request, caller, _) ->
                iam.groups().add(IamDemands.account(caller), request.group(), request.user())),
        IamAction.silent(
            "RemoveUserFromGroup",
            (input, _) -> membership(input),
            (request, caller) ->
                demands.onEntity("RemoveUserFromGroup", GROUP, request.group(), caller),
            (request, caller, _) ->
                iam.groups().remove(IamDemands.account(caller), request.group(), request.user())),
        IamAction.answering(
            "ListGroupsForUser",
            (input, caller) ->
                listed(input, caller, "ListGroupsForUser", IamInput.name(input, USER)),
            (request, caller) ->
                demands.onEntity("ListGroupsForUser", USER, request.subject(), caller),
            this::ofUser));
  }

  private static Membership membership(QueryInput input) {
    return new Membership(IamInput.name(input, GROUP), IamInput.name(input, USER));
  }

  private Listed listed(QueryInput input, Caller.Known caller, String action, String subject) {
    return new Listed(subject, pages.asked(input, caller, action, subject));
  }

  private void get(Listed request, Caller.Known caller, XmlAnswer xml) {
    xml.open("Group");
    IamXml.identity(xml, iam.groups().get(IamDemands.account(caller), request.subject()));
    xml.close();
    pages.write(
        xml,
        "Users",
        request.asked(),
        iam.groups().members(IamDemands.account(caller), request.subject(), request.asked().page()),
        IamXml::member);
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    pages.write(
        xml,
        "Groups",
        request.asked(),
        iam.groups().page(IamDemands.account(caller), request.subject(), request.asked().page()),
        IamXml::member);
  }

  private void ofUser(Listed request, Caller.Known caller, XmlAnswer xml) {
    pages.write(
        xml,
        "Groups",
        request.asked(),
        iam.groups().of(IamDemands.account(caller), request.subject(), request.asked().page()),
        IamXml::member);
  }
}
