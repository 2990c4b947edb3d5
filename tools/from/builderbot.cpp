#include "tools/from/builderbot.hpp"

#include <fmt/format.h>

#include <utility>

#include "tools/from/blank.hpp"
#include "tools/from/builderbot_sql.hpp"
#include "tools/from/json_policy.hpp"
#include "tools/from/source.hpp"
#include "tools/from/target.hpp"

namespace botstore::from {

namespace {

class BuilderbotImport {
 public:
  BuilderbotImport(Storage& store, const BuilderbotTask& task, const transfer::Calls& call)
      : task_{task},
        source_{task.source, call.stop},
        progress_{"import", task.show_progress},
        target_{store, progress_, call} {}

  BuilderbotReport run();

 private:
  void take_contacts(const BuilderbotTables& tables);
  void take_contact(const Columns& row);
  void take_history(const BuilderbotTables& tables);
  void take_entry(const Columns& row);

  const BuilderbotTask& task_;
  Source source_;
  transfer::Progress progress_;
  Target target_;
  Remark losers_{"contacts that share a phone with a newer one, which is the one that came over"};
  Remark objects_{"values that were no object, and became the member \"value\" of one"};
  Remark characters_{"JSON that no store holds as it was, and that was made fit"};
  Remark timeless_{"rows without a time of creation, which got another of their times or 1970"};
};

BuilderbotReport BuilderbotImport::run() {
  source_.begin_reading();
  const auto tables = builderbot_tables(source_, task_.schema, task_.zone);
  if (progress_.visible())
    progress_.start(static_cast<std::uint64_t>(
        std::stoll(source_.value(fmt::format("select (select count(*) from {}) + (select count(*) "
                                             "from {})",
                                             tables.contact, tables.history)))));
  with_note(target_, task_.note, [&] {
    take_contacts(tables);
    take_history(tables);
    target_.finish();
  });
  return {
      .report = {.tally = target_.tally(), .remarks = {losers_, objects_, characters_, timeless_}},
      .zone = tables.zone};
}

void BuilderbotImport::take_contacts(const BuilderbotTables& tables) {
  source_.for_each(
      fmt::format(
          R"(select r.id, case when {} then r.phone end, {}, {}, {}, r."values"::text, r.created_at is null, )"
          R"(l.winner from {} as r left join ({}) as l on l.id = r.id order by r.id)",
          not_blank("r.phone"), as_text(builderbot_contact_created()),
          as_text(builderbot_instant("updated_in")),
          as_text(builderbot_instant("last_interaction")), tables.contact,
          builderbot_losers(tables)),
      {}, [&](const Columns& row) {
        target_.from_row("contact", row.text(0), [&] { take_contact(row); });
      });
}

void BuilderbotImport::take_contact(const Columns& row) {
  const auto name = "contact " + row.text(0);
  if (!row.is_null(7)) {
    losers_.add(fmt::format("{} of contact {}", name, row.text(7)));
    return;
  }
  auto values = adapt_object(row.optional(5).value_or("null"));
  if (values.changed) (values.wrapped ? objects_ : characters_).add(name);
  if (row.boolean(6)) timeless_.add(name);
  target_.add(Contact{.id = row.integer(0),
                      .phone = row.optional(1),
                      .created_at = row.time(2),
                      .updated_in = row.optional_time(3),
                      .last_interaction = row.optional_time(4),
                      .values = std::move(values.json)});
}

void BuilderbotImport::take_history(const BuilderbotTables& tables) {
  source_.for_each(
      fmt::format("select r.id, r.ref, r.keyword, r.answer, r.refserialize, "
                  "case when {} then r.phone end, "
                  "r.options::text, {}, {}, coalesce(l.winner, r.contact_id), "
                  "r.created_at is null from {} as r left join ({}) as l on l.id = r.contact_id "
                  "order by r.id",
                  not_blank("r.phone"), as_text(builderbot_history_created()),
                  as_text(builderbot_instant("updated_in")), tables.history,
                  builderbot_losers(tables)),
      {}, [&](const Columns& row) {
        target_.from_row("history", row.text(0), [&] { take_entry(row); });
      });
}

void BuilderbotImport::take_entry(const Columns& row) {
  const auto name = "history entry " + row.text(0);
  std::optional<Json> options;
  if (const auto text = row.optional(6)) {
    auto adapted = adapt_json(*text);
    if (adapted.changed) characters_.add(name);
    options = std::move(adapted.json);
  }
  if (row.boolean(10)) timeless_.add(name);
  target_.add(HistoryEntry{
      .id = row.integer(0),
      .ref = row.text(1),
      .keyword = row.optional(2),
      .answer = row.text(3),
      .ref_serialize = row.text(4),
      .phone = row.optional(5),
      .options = std::move(options),
      .created_at = row.time(7),
      .updated_in = row.optional_time(8),
      .contact_id = row.is_null(9) ? std::nullopt : std::optional{row.integer(9)},
  });
}

}  // namespace

BuilderbotReport import_from_builderbot(Storage& store, const BuilderbotTask& task,
                                        const transfer::Calls& call) {
  return BuilderbotImport{store, task, call}.run();
}

}  // namespace botstore::from
