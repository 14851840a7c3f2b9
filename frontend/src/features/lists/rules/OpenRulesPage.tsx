import { Box } from "@mantine/core";
import { RulesPage } from "./RulesPage";

/** The rules for somebody who is about to accept them and cannot log in yet. */
export function OpenRulesPage() {
  return (
    <Box p={{ base: "md", sm: "lg" }} component="main">
      <RulesPage />
    </Box>
  );
}
