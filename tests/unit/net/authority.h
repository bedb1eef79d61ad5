// Owns an authority for tests and the certificates it gives, made by the openssl program for this run.
#pragma once

#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace tests {

// One authority and the certificates it gave.
class Authority {
   public:
    Authority() {
        openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj",
                 "/CN=viva test authority", "-days", "2"});
    }
    std::string file(const std::string& name) const { return folder_.path() + "/" + name; }
    // name.pem and name.key for those alternative names.
    void certify(const std::string& name, const std::string& alternatives) const {
        (void)folder_.file(name + ".ext", "subjectAltName=" + alternatives + "\n");
        openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", name + ".key", "-out", name + ".csr", "-subj",
                 "/CN=localhost"});
        openssl({"x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", name + ".pem", "-days", "2", "-extfile",
                 name + ".ext"});
    }

   private:
    void openssl(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"/usr/bin/env", "openssl"});
        const tests::Finished finished = tests::run({.command = arguments, .input = {}, .environment = {}, .folder = folder_.path()});
        INFO(finished.err);
        REQUIRE(finished.exit_code == 0);
    }

    tests::Scratch folder_;
};

// The one of this run: right.pem is for localhost, wrong.pem for others.
inline const Authority& authority() {
    static const Authority made = [] { return Authority(); }();
    static const bool certified = [] {
        made.certify("right", "DNS:localhost,IP:127.0.0.1");
        made.certify("wrong", "DNS:other.test,DNS:*.localhost");
        return true;
    }();
    (void)certified;
    return made;
}

}  // namespace tests
