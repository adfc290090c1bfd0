package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.identity.IdentityTags;
import dev.berth.model.Arn;
import dev.berth.model.OidcProvider;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Create, Get, List, Delete and the updates of {@code OpenIDConnectProvider}. */
final class OidcProviderActions {
  private static final String ARN = "OpenIDConnectProviderArn";
  private static final Pattern ANY = Pattern.compile("\\S+");
  private static final int LONGEST = 255;

  private final IamBackend iam;

  private record Creation(
      String url, List<String> clientIds, List<String> thumbprints, Map<String, String> tags) {}

  private record ClientId(Arn provider, String id) {}

  private record Thumbprints(Arn provider, List<String> all) {}

  OidcProviderActions(IamBackend iam) {
    this.iam = iam;
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "CreateOpenIDConnectProvider",
            (input, _) -> creation(input),
            OidcProviderActions::mayCreate,
            this::create),
        IamAction.answering(
            "GetOpenIDConnectProvider",
            (input, _) -> IamInput.arn(input, ARN),
            (arn, caller) -> IamDemands.on("GetOpenIDConnectProvider", arn, caller),
            this::get),
        IamAction.answering(
            "ListOpenIDConnectProviders",
            (_, caller) -> caller,
            (_, caller) -> IamDemands.onAccount("ListOpenIDConnectProviders", caller),
            this::list),
        IamAction.silent(
            "DeleteOpenIDConnectProvider",
            (input, _) -> IamInput.arn(input, ARN),
            (arn, caller) -> IamDemands.on("DeleteOpenIDConnectProvider", arn, caller),
            (arn, caller, _) -> iam.providers().delete(IamDemands.account(caller), arn)),
        IamAction.silent(
            "AddClientIDToOpenIDConnectProvider",
            (input, _) -> clientId(input),
            (request, caller) ->
                IamDemands.on("AddClientIDToOpenIDConnectProvider", request.provider(), caller),
            (request, caller, _) ->
                iam.providers()
                    .addClientId(IamDemands.account(caller), request.provider(), request.id())),
        IamAction.silent(
            "RemoveClientIDFromOpenIDConnectProvider",
            (input, _) -> clientId(input),
            (request, caller) ->
                IamDemands.on(
                    "RemoveClientIDFromOpenIDConnectProvider", request.provider(), caller),
            (request, caller, _) ->
                iam.providers()
                    .removeClientId(IamDemands.account(caller), request.provider(), request.id())),
        IamAction.silent(
            "UpdateOpenIDConnectProviderThumbprint",
            (input, _) -> new Thumbprints(IamInput.arn(input, ARN), input.texts("ThumbprintList")),
            (request, caller) ->
                IamDemands.on("UpdateOpenIDConnectProviderThumbprint", request.provider(), caller),
            (request, caller, _) ->
                iam.providers()
                    .setThumbprints(
                        IamDemands.account(caller), request.provider(), request.all())));
  }

  private static Creation creation(QueryInput input) {
    return new Creation(
        input.text("Url", 1, LONGEST, ANY),
        short255(input, "ClientIDList"),
        short255(input, "ThumbprintList"),
        IamInput.tags(input));
  }

  private static List<String> short255(QueryInput input, String list) {
    List<String> texts = input.texts(list);
    for (String text : texts) {
      if (text.isEmpty() || text.length() > LONGEST || !ANY.matcher(text).matches()) {
        throw input.violation(
            list, text, "Member must have length between 1 and 255 and no white space");
      }
    }
    return texts;
  }

  private static Demand mayCreate(Creation request, Caller.Known caller) {
    String url = request.url().replaceFirst("^https://", "").replaceFirst("/$", "");
    Arn arn = OidcProvider.arn(IamDemands.account(caller), url);
    return IamDemands.with(
        IamDemands.on("CreateOpenIDConnectProvider", arn, caller), IamDemands.tags(request.tags()));
  }

  private void create(Creation request, Caller.Known caller, XmlAnswer xml) {
    OidcProvider provider =
        iam.providers()
            .create(
                IamDemands.account(caller),
                request.url(),
                request.clientIds(),
                request.thumbprints(),
                request.tags());
    xml.element(ARN, provider.arn().toString());
    IamXml.tagsIfAny(xml, request.tags());
  }

  private void get(Arn arn, Caller.Known caller, XmlAnswer xml) {
    OidcProvider provider = iam.providers().get(IamDemands.account(caller), arn);
    xml.element("Url", provider.url());
    IamXml.texts(xml, "ClientIDList", provider.clientIds());
    IamXml.texts(xml, "ThumbprintList", provider.thumbprints());
    xml.element("CreateDate", IamXml.time(provider.createdAt()));
    IamXml.tags(
        xml, iam.tags().of(IamDemands.account(caller), new IdentityTags.Owner.OfProvider(arn)));
  }

  private void list(Caller.Known asked, Caller.Known caller, XmlAnswer xml) {
    xml.open("OpenIDConnectProviderList");
    for (OidcProvider provider : iam.providers().of(IamDemands.account(caller))) {
      xml.open("member").element("Arn", provider.arn().toString()).close();
    }
    xml.close();
  }

  private static ClientId clientId(QueryInput input) {
    return new ClientId(IamInput.arn(input, ARN), input.text("ClientID", 1, LONGEST, ANY));
  }
}
