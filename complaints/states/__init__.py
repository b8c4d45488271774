"""What is publicly known of each state, and opening one for complaints."""
