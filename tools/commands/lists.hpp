#pragma once

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "botstore/query.hpp"
#include "tools/context/context.hpp"
#include "tools/options/list.hpp"
#include "tools/output/json.hpp"
#include "tools/output/printer.hpp"
#include "tools/output/row_fields.hpp"
#include "tools/output/row_json.hpp"
#include "tools/output/table.hpp"

/// \file
/// What the commands that list, show and delete have in common.

namespace botstore::tools {

/// Tells how a list goes on: for people below it, for machines on standard error.
template <class Row>
void print_end(const Context& context, const Page<Row>& page, std::string_view more = "More") {
  std::vector<Json::Member> members;
  if (page.total) members.emplace_back("total", Json::number(std::int64_t(*page.total)));
  if (page.has_more) members.emplace_back("next_cursor", Json::string(page.next_cursor));
  if (members.empty()) return;
  if (context.json) {
    print_json(std::cerr, Json::object(members));
    return;
  }
  const auto style = context.out_style();
  if (page.total) std::cout << style.dim(std::to_string(*page.total) + " in all") << '\n';
  if (page.has_more)
    std::cout << style.dim(std::string{more} + ": --cursor " + page.next_cursor) << '\n';
}

/// Prints page after page, each by a call of its own, until there is no more or nobody reads it.
template <class Row, class Query, class List>
void print_all(Query query, std::string cursor, Printer<Row>& printer, List&& list) {
  constexpr std::int64_t rows_at_a_time = 100;
  for (bool more = true; more && std::cout;) {
    query.page = {.limit = rows_at_a_time, .cursor = std::move(cursor)};
    Page<Row> page = list(query);
    for (const auto& row : page.items) printer.print(row);
    more = page.has_more;
    cursor = std::move(page.next_cursor);
  }
  printer.finish();
}

/// Prints a page of what `query` lists or, with --all, everything. `list(query)` is a call of the
/// store.
template <class Row, class Query, class List>
Exit print_list(const Context& context, const ListOptions& options, Query query,
                Printer<Row>& printer, List&& list) {
  if (options.direction) query.direction = *options.direction;
  if (options.all) {
    print_all(query, options.cursor, printer, list);
    return Exit::done;
  }
  query.page = options.page();
  const Page<Row> page = list(query);
  for (const auto& row : page.items) printer.print(row);
  printer.finish();
  print_end(context, page);
  return Exit::done;
}

/// Says on standard error that a thing, `thread "t1"`, is not there.
[[nodiscard]] Exit not_found(const Context& context, std::string_view what);

/// Prints what a show has found: an object for machines, fields for people.
template <class Row>
void print_one(const Context& context, const Row& row) {
  if (context.json)
    print_json(std::cout, json_of(row));
  else
    write_fields(std::cout, context.out_style(), fields_of(row));
}

/// Asks on the terminal before something is deleted; false if the person does not agree.
[[nodiscard]] bool may_delete(bool sure, const std::string& question);

void print_deletion(const Context& context, std::string_view kind, std::string_view name,
                    bool deleted);

/// Deletes things of a kind, `thread`, after the question. `remove(name)` tells whether there was
/// one.
template <class Remove>
Exit delete_each(const Context& context, const std::vector<std::string>& names, bool sure,
                 const std::string& question, std::string_view kind, Remove&& remove) {
  if (!may_delete(sure, question)) return Exit::failed;
  auto exit = Exit::done;
  for (const auto& name : names) {
    const bool deleted = remove(name);
    print_deletion(context, kind, name, deleted);
    if (!deleted) exit = Exit::not_found;
  }
  return exit;
}

}  // namespace botstore::tools
