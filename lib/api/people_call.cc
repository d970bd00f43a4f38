// Writes a person and the proposal for their next phone as JSON.
#include "api/people_call.h"

#include <nlohmann/json.hpp>

#include "api/json_response.h"
#include "base/text.h"
#include "registration/find_person.h"
#include "registration/proposal.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

Json first_line_of(const Fields& form) {
  auto permissions = form.texts(line_field(1, "permission"));
  std::erase(permissions, "");
  return {{"user", form.text(line_field(1, "user"))},
          {"display", form.text(line_field(1, "display"))},
          {"permissions", permissions}};
}

Json json_of(const std::vector<PersonPhone>& phones) {
  Json all = Json::array();
  for (const PersonPhone& each : phones) {
    all.push_back({{"ref", each.ref},
                   {"model", each.model ? Json(each.model->name) : Json()},
                   {"mac", each.mac ? Json(each.mac->plain()) : Json()}});
  }
  return all;
}

}  // namespace

web::Response people_call(const Call& call) {
  call.refuse_parameters();
  Services& services = call.api.services;
  const std::string login = plain_blanks(call.part(1));
  auto in_directory = services.directory->find(login);
  if (!in_directory) throw Refusal(404, no_such_person(login));
  const Proposal proposal = propose(services, *std::move(in_directory));
  const Person& person = proposal.person;
  return json_response({{"login", person.login},
                        {"person",
                         {{"name", person.name},
                          {"mail", person.mail},
                          {"room", person.room},
                          {"telephone", person.telephone},
                          {"department", person.department}}},
                        {"lines", Json::array({first_line_of(proposal.form)})},
                        {"errors", errors_json(member_errors(proposal.problems))},
                        {"phones", json_of(proposal.phones)}});
}

}  // namespace spaconf::api
