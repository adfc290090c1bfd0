package dev.berth.registry.event.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Event patterns as Amazon EventBridge's user guide describes them. */
final class EventPatternTest {
  private static final JsonNode PUSH =
      new JsonMapper()
          .readTree(
              """
              {"version":"0","detail-type":"ECR Image Action","source":"aws.ecr","resources":[],
               "detail":{"result":"SUCCESS","repository-name":"team/app","action-type":"PUSH",
                         "image-tag":"v1.2","pull-count":5,"ok":true,"none":null,
                         "tags":["a","b"],"list":[{"n":1},{"n":2}]}}
              """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "true  | {'source':['aws.ecr']}",
        "true  | {'source':['x','aws.ecr']}",
        "false | {'source':['aws']}",
        "true  | {'source':['aws.ecr'],'detail':{'action-type':['PUSH']}}",
        "false | {'source':['aws.ecr'],'detail':{'action-type':['DELETE']}}",
        "true  | {'detail':{'pull-count':[5.0],'ok':[true],'none':[null]}}",
        "false | {'detail':{'pull-count':['5']}}",
        "true  | {'detail':{'repository-name':[{'prefix':'team/'}]}}",
        "false | {'detail':{'repository-name':[{'prefix':'Team/'}]}}",
        "true  | {'detail':{'repository-name':[{'prefix':{'equals-ignore-case':'TEAM/'}}]}}",
        "true  | {'detail':{'repository-name':[{'suffix':'/app'}]}}",
        "false | {'detail':{'repository-name':[{'suffix':'a much longer text than that'}]}}",
        "true  | {'detail':{'repository-name':[{'suffix':{'equals-ignore-case':'APP'}}]}}",
        "true  | {'detail':{'repository-name':[{'equals-ignore-case':'Team/App'}]}}",
        "true  | {'detail':{'repository-name':[{'anything-but':'other'}]}}",
        "false | {'detail':{'repository-name':[{'anything-but':['team/app','b']}]}}",
        "false | {'detail':{'repository-name':[{'anything-but':{'prefix':'team'}}]}}",
        "false | {'detail':{'repository-name':[{'anything-but':{'suffix':['x','app']}}]}}",
        "false | {'detail':{'repository-name':[{'anything-but':{'wildcard':'t*p'}}]}}",
        "false | {'detail':{'absent':[{'anything-but':'x'}]}}",
        "true  | {'detail':{'pull-count':[{'numeric':['>',0,'<=',5]}]}}",
        "false | {'detail':{'pull-count':[{'numeric':['<',5]}]}}",
        "true  | {'detail':{'pull-count':[{'numeric':['=',5]}]}}",
        "false | {'detail':{'image-tag':[{'numeric':['>=',0]}]}}",
        "true  | {'detail':{'image-tag':[{'exists':true}]}}",
        "false | {'detail':{'image-tag':[{'exists':false}]}}",
        "true  | {'detail':{'absent':[{'exists':false}]}}",
        "true  | {'absent':{'deeper':[{'exists':false}]}}",
        "false | {'absent':{'deeper':['x']}}",
        "true  | {'detail':{'repository-name':[{'wildcard':'*/a*p'}]}}",
        "true  | {'detail':{'repository-name':[{'wildcard':'team/app'}]}}",
        "true  | {'detail':{'repository-name':[{'wildcard':'*'}]}}",
        "false | {'detail':{'repository-name':[{'wildcard':'team/app*p'}]}}",
        "false | {'detail':{'repository-name':[{'wildcard':'team\\\\*'}]}}",
        "true  | {'detail':{'tags':['b']}}",
        "false | {'detail':{'tags':['c']}}",
        "true  | {'detail':{'tags':[{'anything-but':'a'}]}}",
        "true  | {'detail':{'list':{'n':[2]}}}",
        "false | {'detail':{'list':{'n':[3]}}}",
        "true  | {'$or':[{'source':['x']},{'detail':{'ok':[true]}}]}",
        "false | {'source':['x'],'$or':[{'source':['aws.ecr']},{'version':['0']}]}",
        "false | {'resources':['arn']}"
      })
  void an_event_fits_when_every_field_has_one_of_its_values(boolean fits, String pattern) {
    assertThat(EventPattern.parse(pattern.replace('\'', '"')).fits(PUSH)).isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[]",
        "{}",
        "{'source':'aws.ecr'}",
        "{'source':[]}",
        "{'source':{}}",
        "{'source':[['x']]}",
        "{'source':['a']} {}",
        "{'source':['a'],'source':['b']}",
        "{'source':[{'prefix':''}]}",
        "{'source':[{'prefix':1}]}",
        "{'source':[{'prefix':{'lower':'a'}}]}",
        "{'source':[{'prefix':'a','suffix':'b'}]}",
        "{'source':[{'regex':'a'}]}",
        "{'source':[{'exists':'true'}]}",
        "{'source':[{'numeric':[]}]}",
        "{'source':[{'numeric':['>']}]}",
        "{'source':[{'numeric':['!',1]}]}",
        "{'source':[{'numeric':['>',5000000001]}]}",
        "{'source':[{'anything-but':[]}]}",
        "{'source':[{'anything-but':{'exists':true}}]}",
        "{'source':[{'anything-but':{'prefix':[]}}]}",
        "{'source':[{'wildcard':'a**b'}]}",
        "{'source':[{'wildcard':'a\\\\b'}]}",
        "{'$or':[]}",
        "{'$or':[{'source':['a']}]}"
      })
  void anything_else_is_refused(String pattern) {
    assertThatThrownBy(() -> EventPattern.parse(pattern.replace('\'', '"')))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("is no event pattern");
  }

  @Test
  void a_pattern_has_bounds() {
    String deep = "{\"a\":".repeat(30) + "[1]" + "}".repeat(30);
    String longOne = "{\"a\":[\"" + "x".repeat(EventPattern.LONGEST) + "\"]}";

    assertThatThrownBy(() -> EventPattern.parse(deep)).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> EventPattern.parse(longOne)).isInstanceOf(Malformed.class);
  }
}
