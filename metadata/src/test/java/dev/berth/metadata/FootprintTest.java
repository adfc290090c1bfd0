package dev.berth.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FootprintTest {

  @Test
  void a_query_changes_nothing_and_names_what_it_reads() {
    Footprint footprint =
        Footprint.of(
            """
            select b.*
              from repository r
              join blob b
                on b.digest in (select value from json_each(:digests))
             where exists (select 1 from blob_link l where l.blob_id = b.id)
            """);

    assertThat(footprint.read()).containsExactlyInAnyOrder("repository", "blob", "blob_link");
    assertThat(footprint.changed()).isEmpty();
  }

  @Test
  void an_insert_an_update_and_a_delete_change_the_topics_of_their_table() {
    assertThat(changed("insert into access_key (id)\nvalues (:id)\non conflict do nothing"))
        .containsExactly(Topic.CREDENTIALS);
    assertThat(changed("update  blob_link\n   set leased_at = :now")).containsExactly(Topic.LAYERS);
    assertThat(changed("\n  delete from repository where id = :id"))
        .containsExactlyInAnyOrder(Topic.LAYERS, Topic.IMAGES, Topic.POLICIES);
  }

  @Test
  void a_table_whose_name_begins_like_another_is_not_the_other() {
    assertThat(changed("insert into image_child (parent_id) values (1)")).isEmpty();
  }

  @Test
  void a_table_of_no_topic_changes_none() {
    assertThat(changed("insert into upload (id) values (:id)")).isEmpty();
  }

  @Test
  void what_is_not_understood_changes_everything() {
    assertThat(changed("with old as (select 1) delete from tag")).contains(Topic.values());
    assertThat(changed("replace into tag (name) values ('v1')")).contains(Topic.values());
    assertThat(changed("insert or ignore into tag (name) values ('v1')")).contains(Topic.values());
    assertThat(changed("drop table tag")).contains(Topic.values());
  }

  private static Iterable<Topic> changed(String sql) {
    return Footprint.of(sql).changed();
  }
}
